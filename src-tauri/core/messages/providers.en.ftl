# The services in words: what a person should know before choosing one. provider-<id> is one sentence; the attributes are
# .note (what is special), .privacy (where a picture goes), .key-hint (how a key is got), .check (what "test the key" does),
# .field-<name> (a field of the form) and .model-<id> (an operation). A test holds them and the descriptors together.

provider-builtin = Describes any picture at once from what can be computed. No key, no cost.
    .note = Kind of picture, colours, text, codes, date and place. It is computed, not AI, and knows little of a photo.
    .privacy = Nothing leaves this computer.

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

provider-describepicture = Describes a picture and answers questions about it.
    .note = One hundred requests an hour; each costs $0.01. The smallest purchase is $60.00.
    .privacy = The picture, made smaller and without its metadata, or its web address, goes to { $host }, a Google Cloud function unless you chose another. Your own instruction and what you wrote about the picture (names of people and places, for example) go with it; with a question, also the earlier questions and answers and the description.
    .key-hint = Enter your e-mail address and a product name in the API dashboard at describepicture.org to get an app ID.
    .check = Sends a request without a picture. The service says whether it refuses the app ID; it names no free request, so look at your balance if in doubt.
    .field-app_id = App ID
    .field-pass_address = Pass on the web address of pictures that have one, instead of the picture
    .model-describe_picture_api = Description

provider-imgopen = Captions in English with style terms, or tags for drawn pictures.
    .note = It only takes the public web address of a picture. Pictures added by their address are passed on; for others, set up a bucket or a public address of this computer.
    .privacy = The picture's web address goes to { $host }. A picture of this computer is laid in your bucket or served from here for as long as the request runs, and anybody who knew its unguessable address could see it.
    .key-hint = The access key and its secret come with an account at Img Open (zhiqite.com).
    .check = Asks after a task that does not exist, so that there is nothing to describe and to count. The service says whether it refuses the keys.
    .field-access_key_id = Access key ID
    .field-access_key_secret = Access key secret
    .field-s3_access_key_id = Access key of your bucket
    .field-s3_secret_access_key = Secret key of your bucket
    .field-s3_endpoint = Address of your S3-compatible storage
    .field-s3_bucket = Bucket
    .field-s3_region = Region
    .field-public_url = Public address that leads to this computer
    .field-public_port = Port on this computer that it leads to
    .field-time_limit = Longest wait for a result, in seconds
    .model-clip = Caption and style terms
    .model-deepdanbooru = Tags for drawn pictures

provider-zakai = Alt texts in German and English, made in Germany.
    .note = Pictures are made smaller to 512 pixels, more would not improve the text. What you know of people and places is taken up.
    .privacy = The picture, made smaller and without its metadata, and what you wrote about it go to { $host }.
    .key-hint = Choose a secret of your own and enter your e-mail address: the API key comes by e-mail.
    .check = Asks for your account and its credits, which costs nothing.
    .field-secret = Your own secret
    .field-api_key = API key from the e-mail
    .field-email = E-mail address

provider-openai-compatible = Any model server that speaks OpenAI’s form: LM Studio, llama-server, vLLM, OpenRouter, Mistral and others.
    .note = The words appear while they come. A server on this computer costs nothing and needs no key. Choose a model that sees pictures.
    .privacy = The picture, made smaller and without its metadata, goes to { $host ->
        [none] the server that you choose
       *[other] { $host }, the server that you chose
    }. Your own instruction and what you wrote about the picture (names of people and places, for example) go with it; with a question, also the earlier questions and answers and the description.
    .key-hint = The key comes from whoever runs the server. Many servers need none.
    .check = Asks for the server’s list of models, which costs nothing.
    .field-api_key = API key
    .field-endpoint = Address of the server, with /v1
    .field-paid = Using this server costs money
    .model-default = The model that the server has
