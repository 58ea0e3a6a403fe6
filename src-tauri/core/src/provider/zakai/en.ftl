provider-zakai = Alt texts in German and English, made in Germany.
    .note = Pictures are made smaller to 512 pixels, more would not improve the text. What you know of people and places is taken up.
    .privacy = The picture, made smaller and without its metadata, and what you wrote about it go to { $host }.
    .key-hint = Choose a secret of your own and enter your e-mail address: the API key comes by e-mail.
    .check = Asks for your account and its credits, which costs nothing.
    .field-secret = Your own secret
    .field-api_key = API key from the e-mail
    .field-email = E-mail address

fault-zakai-not-json = ZAK-AI could not read the request.
    .action = Try again. If it stays, the service has changed; look for a newer Altsmith.
fault-zakai-unauthorized = ZAK-AI does not know this secret and API key together.
    .action = Check both in Settings: the secret is your own, the API key came by e-mail.
fault-zakai-no-credits = Your credits at ZAK-AI are used up{ $until ->
        [none] .
       *[other] ; they were valid until { $until }.
    }
    .action = Buy credits, then try again. Nothing was lost.
fault-zakai-authentication-required = ZAK-AI got no secret and no API key with the request.
    .action = Enter both in Settings.
fault-zakai-authorization-malformatted = ZAK-AI could not read the secret and the API key.
    .action = Enter both anew in Settings, without spaces around them.
fault-zakai-image-too-large = { $name } was larger than the 512 pixels that ZAK-AI takes.
    .action = Try again; if it stays, save a smaller copy and add that.
fault-zakai-image-type = ZAK-AI cannot read the format of { $name }.
    .action = Save it as JPEG or PNG and add that.
fault-zakai-language = ZAK-AI writes { $languages } only.
    .plain = ZAK-AI does not write in this language.
    .action = Choose one of these languages, or another service.
fault-zakai-missing-parameter = ZAK-AI misses a part of the request: { $field }.
    .plain = ZAK-AI misses a part of the request.
    .action = Try again. If it stays, the service has changed; look for a newer Altsmith.
fault-zakai-secret-colon = Your own secret for ZAK-AI cannot have a colon in it: it would end there.
    .action = Choose one without a colon.
