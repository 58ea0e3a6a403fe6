# Errors that several kinds of service share, each in a sentence of its own: fault-<name>, .action what to do next. Values as in
# en.ftl. What only one kind says stands with it, in `src/provider/<kind>/`.

# A key is sent only to the host for which it was typed.
fault-key-elsewhere = “{ $key }” of { $provider } was not sent: it was entered for { $typed_for }, and the service is at { $now } now.
    .plain = A key of { $provider } was not sent: it was entered for another address than the one that is set now.
    .action = Enter the key again, for the address as it is now, or delete it in Settings; or put the address back.

# Giving a picture of this computer a public address: the person's bucket, or this computer's own address.
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

# Models of any service: said in the same way whoever runs them.
fault-model-cut-off = The answer of { $provider } was longer than it was given room for.
    .action = Try again, or ask for something shorter.
fault-model-blind = The model at { $provider } cannot see pictures.
    .action = Choose a model that sees pictures in Settings.
fault-model-none = { $provider } lists no model that could describe a picture.
    .action = Choose a model in Settings, by the name that the service gives it.
fault-model-context = The picture and the instruction are too long for the model at { $provider }.
    .action = Give the model more context at the server, or choose another one in Settings.
