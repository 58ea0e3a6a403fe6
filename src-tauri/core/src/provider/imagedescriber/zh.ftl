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
# 各服务文档中列出的错误，每种一句；结构同 faults.en.ftl。

fault-imagedescriber-1002 = Image Describer 没有收到 API 密钥。
    .action = 请在设置中填写 API 密钥。
fault-imagedescriber-1003 = Image Describer 不认识这个 API 密钥。
    .action = 请检查密钥是否复制完整，或在 imagedescriber.app 新建一个并填入。
fault-imagedescriber-1004 = Image Describer 每分钟最多接受 30 个请求，每小时最多 1800 个，刚才超出了。
    .action = { $seconds ->
        [0] 请在一分钟后重试；如果仍然如此，请在一小时后重试。
       *[other] 请在 { $seconds } 秒后重试。
    }
fault-imagedescriber-1005 = Image Describer 不接受请求中的某个参数。
    .action = 请在设置中检查语言、模型和指令，然后重试。
fault-imagedescriber-2002 = 您在 Image Describer 的额度已用完。
    .action = 请购买额度后重试，没有丢失任何内容。
fault-imagedescriber-2003 = Image Describer 的内容过滤器拦截了{ $name }。
    .action = 请更换图片，或改用其他服务或内置描述器。
fault-imagedescriber-2004 = Image Describer 无法读取{ $name }的格式。
    .action = 请另存为 JPEG、PNG 或 WebP 后再添加。
fault-imagedescriber-2005 = { $name }没有完整送达 Image Describer。
    .action = 请重试；如果仍然失败，请重新保存图片后再添加。
fault-imagedescriber-5050 = Image Describer 的服务器出错了。
    .action = 请稍后重试。如果一直出错，请联系其技术支持并提供请求编号。
