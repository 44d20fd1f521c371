"""What the people of the pictures say, on each platform: a share, a question from curiosity, and an answer."""

NAMES = ("Ana", "Dev", "Noor", "Kim")
SHARES = (
    ("I grew up between two rivers, and we had a word for each.", "What is the word for the smaller one?"),
    ("My grandmother sang while she cooked. I still hum when I chop onions.", "Which song is it?"),
    ("At home the door was never locked. Somebody always came by for tea.", "Who came most often?"),
    ("We named every tree in our street.", "Which tree is yours?"),
)
ANSWER = "Thank you for asking. I'd like to tell you."
GOODBYE = "Thank you, all. Good to have been here with you."
