# The errors that the services' own documents name, each in a sentence of its own: fault-<provider>-<error>, .action what to
# do next. Values as in en.ftl. An error that no document names is said by its reason.

fault-imagedescriber-1002 = Image Describer got no API key with the request.
    .action = Enter the API key in Settings.
fault-imagedescriber-1003 = Image Describer does not know this API key.
    .action = Check that the whole key was copied, or create a new one at imagedescriber.app and enter that.
fault-imagedescriber-1004 = Image Describer takes at most 30 requests a minute and 1800 an hour, and these were more.
    .action = { $seconds ->
        [0] Try again in a minute, or after an hour if it stays.
        [one] Try again in one second.
       *[other] Try again in { $seconds } seconds.
    }
fault-imagedescriber-1005 = Image Describer did not accept a part of the request.
    .action = Check language, model and instruction in Settings, then try again.
fault-imagedescriber-2002 = Your credits at Image Describer are used up.
    .action = Buy credits, then try again. Nothing was lost.
fault-imagedescriber-2003 = The content filter of Image Describer blocked { $name }.
    .action = Change the picture, or use another service or the built-in describer.
fault-imagedescriber-2004 = Image Describer cannot read the format of { $name }.
    .action = Save it as JPEG, PNG or WebP and add that.
fault-imagedescriber-2005 = { $name } did not arrive whole at Image Describer.
    .action = Try again; if it fails again, save the picture anew and add that.
fault-imagedescriber-5050 = Image Describer has a fault on its side.
    .action = Try again later. If it stays, write to its support and give the number of the request.

fault-describepicture-field-required = DescribePicture misses a part of the request: { $field }.
    .plain = DescribePicture misses a part of the request.
    .action = Check the app ID and the address of the picture, then try again.

fault-describepicture-limit = DescribePicture takes at most 100 requests an hour for an app ID, and these were more.
    .action = { $seconds ->
        [0] Try again within the hour.
        [one] Try again in one second.
       *[other] Try again in { $seconds } seconds.
    }

fault-imgopen-failed = Img Open could not describe { $name }.
    .action = Check that its web address opens in a browser, or try another picture or service.

# Giving a picture of this computer a public address: the person's bucket, or this computer's own door.
fault-publish-bucket-key-missing = { $field ->
        [s3_secret_access_key] The secret key of your bucket is missing.
       *[s3_access_key_id] The access key of your bucket is missing.
    }
    .plain = A key of your bucket is missing.
    .action = Enter it in Settings beside the bucket, or take the bucket out there.
fault-publish-bucket-key-rejected = Your storage { $host } does not accept the keys of your bucket.
    .plain = Your storage does not accept the keys of your bucket.
    .action = Check both keys of the bucket in Settings, its name and its region.
fault-publish-port-taken = Port { $value } of this computer is in use by another program, perhaps by Altsmith's window or command line.
    .plain = The port of this computer is in use by another program, perhaps by Altsmith's window or command line.
    .action = Wait until the other one is done, or choose another port in Settings and let the public address lead there.

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

# Models of any service: said in the same way whoever runs them.
fault-model-cut-off = The answer of { $provider } was longer than it was given room for.
    .action = Try again, or ask for something shorter.
fault-model-blind = The model at { $provider } cannot see pictures.
    .action = Choose a model that sees pictures in Settings.
fault-model-context = The picture and the instruction are too long for the model at { $provider }.
    .action = Give the model more context at the server, or choose another one in Settings.
