// A Matrix client that has nothing to do with devices that are not cross-signed: matrix-js-sdk with its Rust
// cryptography. Driven by the tests: one JSON object a line in, one answer a line out (tests/matrix/strict_client.py).

import { createInterface } from "node:readline";

// Whatever the library has to say goes to standard error: standard output is for answers.
for (const level of ["debug", "info", "log", "trace", "warn"]) console[level] = console.error;

const { ClientEvent, SyncState, createClient } = await import("matrix-js-sdk");
const { OnlySignedDevicesIsolationMode } = await import("matrix-js-sdk/lib/crypto-api/index.js");

let client;

async function start({ url, user, password }) {
  const auth = { type: "m.login.password", identifier: { type: "m.id.user", user }, password };
  const session = await createClient({ baseUrl: url }).loginRequest(auth);
  client = createClient({
    baseUrl: url,
    userId: session.user_id,
    accessToken: session.access_token,
    deviceId: session.device_id,
  });
  await client.initRustCrypto({ useIndexedDB: false });
  client.getCrypto().setDeviceIsolationMode(new OnlySignedDevicesIsolationMode());
  await client.getCrypto().bootstrapCrossSigning({ authUploadDeviceSigningKeys: (upload) => upload(auth) });
  const ready = new Promise((resolve, reject) => {
    client.on(ClientEvent.Sync, (state) => {
      if (state === SyncState.Prepared) resolve();
      if (state === SyncState.Error) reject(new Error("the first sync failed"));
    });
  });
  await client.startClient({ initialSyncLimit: 50 });
  await ready;
  return { user: session.user_id, device: session.device_id };
}

// What a person sees in the room, in order: what cannot be shown comes with the reason.
async function read({ room }) {
  const events = client.getRoom(room)?.getLiveTimeline().getEvents() ?? [];
  const seen = [];
  for (const event of events) {
    await client.decryptEventIfNeeded(event);
    if (event.getType() !== "m.room.message") continue;
    const info = await client.getCrypto().getEncryptionInfoForEvent(event);
    seen.push({
      sender: event.getSender(),
      body: event.isDecryptionFailure() ? null : event.getContent().body,
      failure: event.decryptionFailureReason,
      encrypted: event.isEncrypted(),
      shield: info?.shieldColour ?? null,
    });
  }
  return seen;
}

const commands = {
  start,
  read,
  join: async ({ room }) => (await client.joinRoom(room)).roomId,
  say: async ({ room, text }) => (await client.sendTextMessage(room, text)).event_id,
  encrypts: async ({ room }) => client.getCrypto().isEncryptionEnabledInRoom(room),
};

for await (const line of createInterface({ input: process.stdin })) {
  const { command, ...given } = JSON.parse(line);
  let answer;
  try {
    answer = { value: (await commands[command](given)) ?? null };
  } catch (error) {
    answer = { error: String(error?.message ?? error) };
  }
  process.stdout.write(JSON.stringify(answer) + "\n");
}
client?.stopClient();
process.exit(0);
