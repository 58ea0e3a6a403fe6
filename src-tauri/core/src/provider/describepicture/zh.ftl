provider-describepicture = 描述图片，并回答有关图片的问题。
    .note = 每小时一百次请求；每次 US$0.01。最低购买金额为 US$60.00。
    .privacy = 图片缩小并去除元数据后，或仅其网址，发送到 { $host }（如未另选，则为 Google 云函数）。您自己的指令和您为图片写的内容（例如人物和地点的名称）会一并发送；提问时，之前的问题、回答和描述也会发送。
    .key-hint = 在 describepicture.org 的 API 仪表板中输入电子邮件和产品名称，即可获得 App ID。
    .check = 发送一个不含图片的请求。服务会告知是否拒绝该 App ID；它没有说明哪种请求免费，如有疑问请查看余额。
    .field-app_id = App ID
    .field-pass_address = 对于来自网络的图片，转交其网址而不是图片本身
    .model-describe_picture_api = 描述

fault-describepicture-field-required = DescribePicture 缺少请求的一部分：{ $field }。
    .plain = DescribePicture 缺少请求的一部分。
    .action = 请检查 App ID 和图片地址，然后重试。
fault-describepicture-limit = DescribePicture 每个 App ID 每小时最多接受 100 个请求，刚才超出了。
    .action = { $seconds ->
        [0] 请在一小时内稍后重试。
       *[other] 请在 { $seconds } 秒后重试。
    }
