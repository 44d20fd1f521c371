// Seats: this browser keeps which are its own (name and token), this tab which one it sits in.

const OWN = "bothways.seats";
const HERE = "bothways.seat";
const MOST = 24;
const memory = {};

function read(storage, key) {
  try {
    return storage().getItem(key);
  } catch {
    return memory[key] ?? null;
  }
}

function write(storage, key, value) {
  memory[key] = value;
  try {
    if (value === null) storage().removeItem(key);
    else storage().setItem(key, value);
  } catch {
    // A browser that keeps nothing keeps this seat for as long as the page is open: that is what `memory` is for.
  }
}

const local = () => localStorage;
const session = () => sessionStorage;

/** All seats of this browser: [{seat, token, name}], the newest last. */
export function ownSeats() {
  try {
    const seats = JSON.parse(read(local, OWN) ?? "[]");
    return Array.isArray(seats) ? seats.filter((one) => one?.seat && one.token && one.name) : [];
  } catch {
    return [];
  }
}

/** The seat of this tab, or null. */
export function seatHere() {
  const here = read(session, HERE);
  return ownSeats().find((one) => one.seat === here) ?? null;
}

export function keepSeat(seat) {
  const others = ownSeats().filter((one) => one.seat !== seat.seat);
  write(local, OWN, JSON.stringify([...others, seat].slice(-MOST)));
  write(session, HERE, seat.seat);
}

/** Forgets the seat in this tab; the browser keeps it. */
export function getUp() {
  write(session, HERE, null);
}

export function forgetSeat(id) {
  write(local, OWN, JSON.stringify(ownSeats().filter((one) => one.seat !== id)));
  if (read(session, HERE) === id) getUp();
}

/** Keeps only those seats that the room still knows by their tokens. */
export function keepOnly(ids) {
  write(local, OWN, JSON.stringify(ownSeats().filter((one) => ids.includes(one.seat))));
}
