# What only the command line says.

# Below a failure
cli-code = Code of the service: { $code }
cli-request = Number of the request, for the service's support: { $id }
cli-key = On the command line: altsmith keys set { $provider } { $field }
cli-key-elsewhere = { $provider } { $field }: entered for { $origin }, so it is missing for the address that is set now.
cli-key-place = On the command line: altsmith config set key_place vault keeps keys in a file with a passphrase. For one run, { $variable } in the environment holds a key.
cli-vault = On the command line, the passphrase is asked for on a terminal or comes from ALTSMITH_VAULT_PASSPHRASE in the environment.
cli-again = On the command line, altsmith describe and altsmith ask send it again with --force. It may then be charged a second time.

# Where results cannot be written
cli-sidecar-foreign = “{ $name }” is there already and is not what Altsmith wrote for this picture. It was left as it is.
cli-sidecar-failed = “{ $name }” could not be written. The words are in the history.
cli-write-failed = { $why ->
        [full] The results could not be written: the disk is full.
       *[other] The results could not be written.
    }
cli-write-kept = No more pictures are begun. What was described is in your history.

# Before a batch leaves the computer
cli-send = Send it? [y/N]
# The answers that mean yes, in lower case.
cli-send-yes = y yes
cli-not-sent = Nothing was sent.

# Keys
cli-keys-session = The key was not kept: keys are kept in memory until Altsmith ends (key_place is session), and this command ends at once.
cli-keys-session-out = Choose a place that lasts: altsmith config set key_place keyring, or vault for a file with a passphrase. For one run, { $variable } in the environment holds a key.
cli-passphrase = Passphrase of the file with your keys:
cli-passphrase-new = Choose a passphrase for the file with your keys:
cli-passphrase-again = The same passphrase once more:
cli-passphrase-differs = These were two different passphrases. Nothing was kept.
cli-held =
    { $count ->
        [one] One picture was not sent. It is kept and sent by: { $line }
       *[other] { $count } pictures were not sent. They are kept, and exactly these are sent by: { $line }
    }
cli-no-run = There is no earlier run of these files of which something is left.
cli-resend = To send only what has no outcome once more (it may then be charged a second time): { $line }
cli-failed =
    { $count ->
        [one] One picture failed and can be tried again: { $line }
       *[other] { $count } pictures failed and can be tried again: { $line }
    }
cli-interrupted = Nothing more is sent. What is on its way is waited for and kept; a second interrupt ends at once.
