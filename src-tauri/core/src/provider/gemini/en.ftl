provider-gemini = The Gemini models of Google.
    .note = The words appear while they come. What is read and written is paid for by the token. Keys without billing have a free share; what is sent with them may be used to improve Google’s products.
    .privacy = The picture, made smaller and without its metadata, goes to { $host }. Your own instruction and what you wrote about the picture (names of people and places, for example) go with it; with a question, also the earlier questions and answers and the description.
    .key-hint = Make a key at aistudio.google.com.
    .check = Asks for the list of models, which costs nothing.
    .field-api_key = API key
    .field-price = What its models cost: 0.15/0.60 usd for a million tokens in and out, or 0.01 usd a request
    .model-default = The newest small model of the list

fault-gemini-key = Gemini does not know this API key.
    .action = Make a key at aistudio.google.com and enter it in Settings.
fault-gemini-disabled = The project of your key may not use Gemini.
    .action = Switch on the Gemini API for the project at Google, or make a key at aistudio.google.com.
fault-gemini-region = Gemini is not offered where you are.
    .action = Choose another service in Settings.
fault-gemini-credits = Your prepaid credit for Gemini is used up.
    .action = Add credit at Google, then try again.
