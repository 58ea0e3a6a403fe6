# 各项服务的说明；属性的含义见 providers.en.ftl。

provider-builtin = 根据可以计算出的内容立即描述任何图片。无需密钥，不收费。
    .note = 图片类型、颜色、文字、条码、日期和地点。这是计算得出的，不是人工智能，对照片所知甚少。
    .privacy = 任何内容都不会离开这台电脑。

provider-imagedescriber = 描述、带标题的标签和替代文本，最多支持十二种语言。
    .note = 每次请求都会消耗额度。“全部”会为一张图片发出三次请求。
    .privacy = 图片缩小并去除元数据后发送到 { $host }。生成描述时，您自己的指令和您为图片写的内容（例如人物和地点的名称）会一并发送。
    .key-hint = 登录 imagedescriber.app，在头像下的菜单中选择“Apply for API”，然后创建密钥。密钥只显示一次。
    .check = 发送一个不含图片的请求，因此没有可描述和可计费的内容。服务会告知是否拒绝该密钥；它没有说明哪种请求免费，如有疑问请查看额度。
    .field-api_key = API 密钥
    .model-generate_content = 描述
    .model-generate_tags = 标签、标题和描述
    .model-generate_alt_text = 替代文本
    .model-everything = 全部（三次请求）

provider-describepicture = 描述图片，并回答有关图片的问题。
    .note = 每小时一百次请求；每次 US$0.01。最低购买金额为 US$60.00。
    .privacy = 图片缩小并去除元数据后，或仅其网址，发送到 { $host }（如未另选，则为 Google 云函数）。您自己的指令和您为图片写的内容（例如人物和地点的名称）会一并发送；提问时，之前的问题、回答和描述也会发送。
    .key-hint = 在 describepicture.org 的 API 仪表板中输入电子邮件和产品名称，即可获得 App ID。
    .check = 发送一个不含图片的请求。服务会告知是否拒绝该 App ID；它没有说明哪种请求免费，如有疑问请查看余额。
    .field-app_id = App ID
    .field-pass_address = 对于来自网络的图片，转交其网址而不是图片本身
    .model-describe_picture_api = 描述

provider-imgopen = 英文图片说明及风格词，或适用于绘画图片的标签。
    .note = 它只接受图片的公开网址。通过网址添加的图片会直接转交；其他图片需要设置存储桶或这台电脑的公开地址。
    .privacy = 图片的网址会发送到 { $host }。这台电脑上的图片在请求期间会放在您的存储桶中或由本机提供；知道其不可猜测的地址的人都能看到它。
    .key-hint = 访问密钥及其私有密钥随 Img Open（zhiqite.com）账户提供。
    .check = 查询一个不存在的任务，因此没有可描述和可计费的内容。服务会告知是否拒绝这些密钥。
    .field-access_key_id = 访问密钥 ID
    .field-access_key_secret = 访问密钥的私有密钥
    .field-s3_access_key_id = 存储桶的访问密钥
    .field-s3_secret_access_key = 存储桶的私有密钥
    .field-s3_endpoint = S3 兼容存储的地址
    .field-s3_bucket = 存储桶
    .field-s3_region = 区域
    .field-public_url = 通向这台电脑的公开地址
    .field-public_port = 该地址通向的本机端口
    .field-time_limit = 等待结果的最长时间（秒）
    .model-clip = 图片说明和风格词
    .model-deepdanbooru = 绘画图片的标签

provider-zakai = 德语和英语的替代文本，来自德国。
    .note = 图片会缩小到 512 像素，更大也不会改善文本。您所知道的人物和地点会被采用。
    .privacy = 图片缩小并去除元数据后，连同您为它写的内容，发送到 { $host }。
    .key-hint = 自选一个口令并输入您的电子邮件地址：API 密钥会通过电子邮件发送。
    .check = 查询您的账户及其额度，不收费。
    .field-secret = 您自选的口令
    .field-api_key = 电子邮件中的 API 密钥
    .field-email = 电子邮件地址

provider-openai-compatible = 任何使用 OpenAI 接口格式的模型服务器：LM Studio、llama-server、vLLM、OpenRouter、Mistral 等。
    .note = 文字会边生成边显示。本机上的服务器不收费，也不需要密钥。请选择能看图片的模型。
    .privacy = 缩小并去除元数据后的图片会发送到{ $host ->
        [none] 您选择的服务器
       *[other] 您选择的服务器 { $host }
    }。您自己的指令和您写下的图片信息（例如人名和地名）会一同发送；提问时，之前的问答和描述也会一同发送。
    .key-hint = 密钥由服务器的运营者提供。许多服务器不需要密钥。
    .check = 查询服务器的模型列表，不收费。
    .field-api_key = API 密钥
    .field-endpoint = 服务器地址，含 /v1
    .field-paid = 使用此服务器需要付费
    .model-default = 服务器现有的模型
