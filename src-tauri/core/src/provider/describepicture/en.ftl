provider-describepicture = Describes a picture and answers questions about it.
    .note = One hundred requests an hour; each costs $0.01. The smallest purchase is $60.00.
    .privacy = The picture, made smaller and without its metadata, or its web address, goes to { $host }, a Google Cloud function unless you chose another. Your own instruction and what you wrote about the picture (names of people and places, for example) go with it; with a question, also the earlier questions and answers and the description.
    .key-hint = Enter your e-mail address and a product name in the API dashboard at describepicture.org to get an app ID.
    .check = Sends a request without a picture. The service says whether it refuses the app ID; it names no free request, so look at your balance if in doubt.
    .field-app_id = App ID
    .field-pass_address = Pass on the web address of pictures that have one, instead of the picture
    .model-describe_picture_api = Description

fault-describepicture-field-required = DescribePicture misses a part of the request: { $field }.
    .plain = DescribePicture misses a part of the request.
    .action = Check the app ID and the address of the picture, then try again.
fault-describepicture-limit = DescribePicture takes at most 100 requests an hour for an app ID, and these were more.
    .action = { $seconds ->
        [0] Try again within the hour.
        [one] Try again in one second.
       *[other] Try again in { $seconds } seconds.
    }
