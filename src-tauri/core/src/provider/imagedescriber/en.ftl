provider-imagedescriber = Descriptions, tags with a title, and alt texts, in up to twelve languages.
    .note = Each request uses up credits. “Everything” makes three requests for one picture.
    .privacy = The picture, made smaller and without its metadata, goes to { $host }. For a description, your own instruction and what you wrote about the picture (names of people and places, for example) go with it.
    .key-hint = Sign in at imagedescriber.app, choose “Apply for API” in the menu under your picture, and create a key. It is shown only once.
    .check = Sends a request without a picture, so that there is nothing to describe and to count. The service says whether it refuses the key; it names no free request, so look at your credits if in doubt.
    .field-api_key = API key
    .model-generate_content = Description
    .model-generate_tags = Tags, title and description
    .model-generate_alt_text = Alt text
    .model-everything = Everything (three requests)
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
