# 引擎的语句：问题、提示、通知。结构同 en.ftl。

this-picture = 这张图片
the-service = 该服务
quoted = “{ $text }”
service-said = { $provider } 的答复：“{ $text }”
answer-begins = 它的开头是：“{ $text }”

# 读取图片
error-file-gone = { $gone ->
        [pasted] { $name } 是粘贴的，只保留了它的文字。
        [unkept] { $name } 是粘贴来的，Altsmith 关闭时还没有描述。粘贴的图片不会保存。
        [changed] { $name } 已不是当初描述的图片：文件有改动。
       *[moved] { $name } 已不在原来的位置。
    }
    .action = { $gone ->
        [pasted] 请重新粘贴。
        [unkept] 请重新粘贴。
        [changed] 请重新添加，以描述它现在的样子。
       *[moved] 请把文件放回原处，或从新的位置重新添加。
    }
error-permission-denied = { $name } 不允许 Altsmith 读取。
    .action = 请修改文件权限，或把它复制到您自己的文件夹后再添加。
error-read-failed = { $name } 无法读取。
    .action = 请检查磁盘或其连接，然后重试。
error-not-a-file = { $name } 不是文件。
    .action = 请添加图片文件或含有图片的文件夹。
error-empty-file = { $name } 是空文件，没有内容。
    .action = 可能是复制失败了，请从来源处重新获取图片。
error-file-too-large = { $name } 太大，超过了 { $limit }。
    .plain = { $name } 太大。
    .action = 请保存一个较小的副本，然后添加它。
error-folder-empty = { $name } 中没有图片。
    .action = 请添加其他文件夹。
error-folder-limit = { $name } 未被添加：一次最多添加 { $limit } 个文件。
    .plain = { $name } 未被添加：一次添加的文件太多。
    .action = 请在这些完成后再添加其余的文件。
error-folder-too-deep = { $name } 未被添加：它位于第 { $limit } 层文件夹以下。
    .plain = { $name } 未被添加：它所在的文件夹层级太深。
    .action = 请单独添加这个文件夹。
error-not-an-image = { $name } 不是 Altsmith 认识的图片。
    .action = Altsmith 可以读取 JPEG、PNG、WebP、GIF、BMP、TIFF、SVG、HEIC、AVIF、ICO、JPEG XL、JPEG 2000，以及相机原始文件中的预览图。
error-url-invalid = { $name } 不是网址。
    .action = 请检查网址，它应以 https:// 开头。
error-url-not-https = { $name } 未打开：网址不是以 https:// 开头。
    .action = 请用 https:// 试试同一网址，或保存图片后添加文件。
error-url-not-public = { $name } 未打开：该网址指向内部网络。
    .action = 请保存图片后添加文件。
error-url-status = { $name } 未能取得，服务器的答复是 { $status }。
    .plain = { $name } 未能从服务器取得。
    .action = 请在浏览器中打开该网址，看看图片是否存在。
error-url-unreachable = { $name } 未能取得：无法连接服务器。
    .action = 请检查网址和网络连接，然后重试。
error-url-timeout = { $name } 加载时间过长。
    .action = 请重试，或保存图片后添加文件。
error-clipboard-empty = 剪贴板中没有图片。
    .action = 请复制图片或图片文件，然后再次粘贴。
error-drop-empty = 拖放的内容中没有文件，也没有网址。
    .action = 请拖放图片文件、文件夹或网页中的图片。

# 打开图片
error-format-not-built-in = { $name } 是 { $format } 图片，此版本的 Altsmith 无法打开。
    .plain = { $name } 的格式是此版本的 Altsmith 无法打开的。
    .action = 请将它保存为 JPEG 或 PNG 后再添加。
error-cut-off = { $name } 不完整，缺少结尾部分。
    .action = 请从来源处重新获取图片。
error-corrupt = { $name } 已损坏，无法打开。
    .action = 请用其他程序打开并重新保存，或从来源处重新获取。
error-too-many-pixels = { $name } 的像素太多，超过了 { $limit } 百万。
    .plain = { $name } 的像素太多。
    .action = 请保存一个较小的副本，然后添加它。
error-too-much-memory = { $name } 打开时需要的内存太多。
    .action = 请保存一个较小的副本，然后添加它。
error-decoder-failed = { $name } 无法打开：其内容不符合格式规则。
    .action = 请用其他程序打开，保存为 PNG 或 JPEG 后再添加。
error-nothing-visible = { $name } 是空的：全部都是透明的。没有发送任何内容。
    .action = 请在其他程序中打开并重新保存，或从来源重新获取。
error-decoder-crashed = { $name } 无法打开：解码器在处理它时崩溃了。其他图片不受影响。
    .action = 请用其他程序打开，保存为 PNG 或 JPEG 后再添加。
error-decoder-too-slow = 打开 { $name } 花费的时间太长。
    .action = 请用其他程序打开，保存为 PNG 或 JPEG 后再添加。
error-decoder-not-started = { $name } 无法打开：解码器没有启动。
    .action = 请再试一次。如果仍然不行，请重新启动 Altsmith。

# 服务
error-key-missing = { $provider } 需要密钥。
    .action = 请在“设置”中填写。
error-key-rejected = { $provider } 不接受该密钥。
    .action = 请在“设置”中检查并重新填写密钥。
error-keyring-unavailable = { $why ->
        [no_bus] 这里没有密钥环：本程序不是在桌面会话中启动的。
        [no_service] 此系统没有可保存密钥的密钥环。
        [no_collection] 此系统的密钥环尚未设置。
        [timed_out] 此系统的密钥环没有响应。
        [ambiguous] 此系统的密钥环中有多个同名密钥。
       *[failed] 此系统的密钥环出错。
    }
    .plain = 此系统没有可保存密钥的密钥环。
    .action = 请在“设置”中选择保存密钥的方式：仅保存到关闭 Altsmith 为止，或保存在带密码短语的文件中。
error-keyring-locked = { $why ->
        [dismissed] 此系统的密钥环已锁定，其询问未得到回答就被关闭。
        [denied] 此系统的密钥环不允许 Altsmith 读取密钥。
       *[locked] 此系统的密钥环已锁定。
    }
    .plain = 此系统的密钥环已锁定。
    .action = 请解锁后重试，或在“设置”中选择其他保存密钥的方式。
error-vault-locked = 保存密钥的文件已锁定。
    .action = 请输入其密码短语。
error-passphrase-wrong = 这不是密钥文件的密码短语。
    .action = 请重试。没有密码短语就无法读取其中的密钥，只能重新输入密钥。
error-vault-damaged = 保存密钥的文件已损坏，或被其他程序更改。未作任何改动。
    .action = 请从备份中恢复该文件，或将其移走后重新输入密钥。
error-vault-newer = 保存密钥的文件是由更新版本的 Altsmith 写入的，未作任何改动。
    .action = 请更新 Altsmith 后再打开。
error-vault-failed = 无法读取或写入保存密钥的文件。
    .action = 请检查磁盘和数据文件夹的权限。
error-credits-exhausted = { $provider } 的额度已用完。
    .action = 请购买额度后重试。没有丢失任何内容。
error-budget-reached = { $provider } 未收到请求：您设定的{ $period ->
        [run] 单次批量
        [day] 每日
       *[month] 每月
    }预算为 { $cap }，已使用 { $spent }。
    .plain = { $provider } 未收到请求：已达到您设定的预算。
    .action = 请在“设置”中提高预算，或等预算重新开始后再继续。
error-rate-limited = { $provider } 暂时不再接受请求。
    .action = { $seconds ->
        [0] 请稍后重试。
       *[other] 请在 { $seconds } 秒后重试。
    }
error-content-blocked = { $provider } 拒绝描述{ $name }。
    .action = 请试试其他服务或内置的描述功能。
error-invalid-request = { $provider } 不接受该请求。
    .action = 请检查该服务的设置：模型、语言和指令。
error-language-unknown = { $provider } 不支持语言“{ $language }”。支持的语言：{ $languages }。
    .plain = { $provider } 不支持这种语言。
    .action = 请选择其他语言或其他服务。
error-model-not-found = { $provider } 没有模型“{ $model }”。
    .plain = { $provider } 没有这个模型。
    .action = 请在“设置”中选择其他模型。
error-no-conversation = 这里没有可以回答图片问题的服务。
    .action = 请选择可以回答的服务，例如 DescribePicture，并在“设置”中填写其密钥。
error-provider-unknown = 没有名为“{ $provider }”的服务。
    .action = 请在“设置”中选择；“altsmith providers”会列出所有服务。
error-provider-unavailable = { $provider } 目前不可用。
    .action = 请稍后重试，或选择其他服务。
error-bad-response = { $provider } 的答复无法读取。
    .action = 请重试。如果再次出现，可能是该服务有了变化。
error-timeout = { $provider } 没有及时答复。
    .action = 请重试。如果按图片付费，请先查看这张是否已经扣费。
error-network = { $provider } 无法连接。
    .action = 请检查网络连接和“设置”中的地址，然后重试。
error-tls-failed = { $provider } 无法建立安全连接。
    .action = 请检查此电脑的日期、时间和网络，然后重试。
error-tls-not-trusted = 服务器 { $host } 出示的证书来自此电脑不信任的证书颁发机构。
    .plain = 服务器出示的证书来自此电脑不信任的证书颁发机构。
    .action = { $authority ->
        [unread] “设置”中指定的附加颁发机构文件已无法读取。请在“隐私”下重新选择。
       *[system] 如果您的网络或服务器有自己的颁发机构，请在“设置”的“隐私”下选择其证书（PEM 文件），或使用“altsmith config set authority 文件”。否则可能有人在窃听；没有发送任何内容。
    }
error-tls-expired = { $when ->
        [early] 服务器 { $host } 的证书尚未生效。
       *[late] 服务器 { $host } 的证书已过期。
    }
    .plain = 服务器的证书目前无效。
    .action = 请检查此电脑的日期和时间。如果无误，需要由服务器的运营者更新证书。
error-tls-wrong-host = 服务器 { $host } 出示的证书属于其他名称。
    .plain = 服务器出示的证书属于其他名称。
    .action = 请检查“设置”中的地址。如果网络有登录页面（酒店、列车），请先打开网页并登录。
error-tls-no-authorities = 此电脑没有证书颁发机构列表，因此无法验证与 { $host } 的连接。
    .plain = 此电脑没有证书颁发机构列表，因此无法验证任何安全连接。
    .action = { $authority ->
        [unread] 请安装系统的 ca-certificates 软件包。“设置”中指定的附加颁发机构文件也无法读取。
       *[system] 请安装系统的 ca-certificates 软件包，或在“设置”的“隐私”下选择证书（PEM 文件）。此电脑上的服务不受影响。
    }
error-redirected = { $provider } 没有答复，而是转到 { $target }。为避免内容发往其他主机，没有跟随。
    .plain = { $provider } 没有答复，而是转到另一个地址。没有跟随。
    .action = 如果那就是该服务的地址，请在“设置”中填写。如果网络有登录页面（酒店、列车），请先打开网页并登录。
error-needs-public-url = { $provider } 只接受有公开网址的图片。
    .action = 请通过网址添加图片，或在“设置”中设定 Altsmith 如何为它提供网址。
error-local-only = { $provider } 未收到请求：目前只允许使用此电脑。
    .action = 请选择内置的描述功能或本地模型，或在“设置”中允许使用服务。
error-endpoint-invalid = { $value } 不是服务可以使用的地址。
    .plain = 这不是服务可以使用的地址。
    .action = 请填写以 https:// 开头的地址；http:// 只能指向此电脑。
error-service-refused-image = { $provider } 不接受{ $name }。
    .action = 请将它缩小并保存为 JPEG 或 PNG 后再添加，或试试其他服务。

# 引擎
error-cancelled = { $name } 已取消。
    .action = 您可以随时重新描述。
error-outcome-unknown = { $provider } 收到了{ $name }，但没有答复返回，可能已经扣费。
    .action = 请查看您在该服务的账户。只有您要求时才会再次发送。
error-disk-full = 磁盘已满，无法再保存任何内容。
    .action = 请腾出空间后重试。
error-database-newer = 您的历史记录是由更新版本的 Altsmith 写入的，未作任何改动。
    .action = 请更新 Altsmith 后再打开。
error-database-busy = 另一个程序正在使用您的历史记录。
    .action = 请稍后重试。
error-storage-failed = 无法读取或写入您的历史记录。
    .action = 请检查磁盘和数据文件夹的权限。
error-not-found = 该内容已不存在。
    .action = 它可能已在另一个窗口或命令行中被删除。
error-search-too-long = 此搜索超过 { $limit } 个词。
    .plain = 此搜索的词太多。
    .action = 请只搜索关键的词。
error-setting-unknown = 没有名为“{ $key }”的设置。
    .plain = 没有这个设置。
    .action = “altsmith config list”会列出所有设置。
error-setting-invalid = 设置“{ $key }”不能是“{ $value }”。
    .plain = 该设置不能使用这个值。
    .action = { $expected ->
        [none] 请选择其他值。
        [number] 请输入 1 到 65535 之间的整数。
        [switch] 可以是：true、false。
        [address] 请输入以 https:// 开头的地址；http:// 只能通向本机。
        [email] 请输入电子邮件地址，例如 name@example.org。
        [text] 请输入单行文字。
        [pem] 请选择可以读取、且包含 PEM 格式证书（-----BEGIN CERTIFICATE-----）的文件。
       *[other] 可以是：{ $expected }。
    }
error-setting-missing = { $provider } 为此需要“{ $key }”。
    .plain = { $provider } 为此还需要其他信息。
    .action = 请在设置中填写，然后重试。
error-key-unusable = { $what ->
        [passphrase] 密码短语不能为空。
        [sent] “{ $key }”没有发送：其中含有空格、换行或密钥中不会出现的符号。
       *[key] { $wrong ->
            [empty] “{ $key }”没有保存：内容为空。
            [lines] “{ $key }”没有保存：内容有多行。
            [spaces] “{ $key }”没有保存：内容含有空格，而密钥没有空格。
            [address] “{ $key }”没有保存：这是网址，不是密钥。
            [rest] “{ $key }”没有保存：一端残留了引号或换行符。
            [characters] “{ $key }”没有保存：内容含有密钥中不会出现的文字或符号。
           *[other] “{ $key }”没有保存：内容为空，或含有密钥中不会出现的字符。
        }
    }
    .plain = 没有保存：内容为空，或含有密钥中不会出现的字符。
    .action = { $what ->
        [passphrase] 请选择一个不会忘记的密码短语：没有它就无法读取文件中的密钥。
       *[key] 请重新复制完整的密钥，不要带上其他内容。
    }
error-not-offered = { $provider } 不提供此功能。
    .action = 请查看该服务的网页。
error-connection-refused = { $why ->
        [taken] “{ $value }”已被使用，或曾被使用：历史和费用记录可能引用它。
        [removed] “{ $value }”是已移除的 { $provider } 的标识。
        [id] “{ $value }”不能作为标识：只能用小写字母、数字和连字符，以字母开头，最多 32 个字符。
        [single] { $provider } 只有一个，而且已经存在。
        [fixed] { $provider } 是自带的，不能移除。
        [kind] 没有名为“{ $value }”的服务类型。
       *[name] 名称至少要有一个字，最多 60 个。
    }
    .action = { $why ->
        [removed] 用“altsmith connections restore { $value }”恢复，或选择其他标识。
        [single] 请在“设置”的“服务”中设置。
        [fixed] 如果不想用它，请选择其他服务。
        [kind] “altsmith connections list”的第二列列出各种类型。
        [name] 请选择其他名称。
       *[other] 请选择其他标识。
    }
error-internal = Altsmith 内部出了问题。
    .action = 请重试。如果再次出现，请报告此问题。

# 对替代文本的提示
warning-alt-missing = 没有替代文本。
warning-alt-too-long = 替代文本有 { $length } 个字符，上限是 { $limit }。
    .plain = 替代文本超过了上限。
warning-alt-shortened = 替代文本过长，已被缩短。完整内容在描述中。
warning-starts-with-image-of = 开头是“{ $text }”。屏幕阅读器已经会说明这是图片。
    .plain = 开头说明了这是图片。屏幕阅读器已经会说明。
warning-looks-like-file-name = 这看起来像文件名。
warning-no-end-punctuation = 在结尾加上句号，屏幕阅读器会停顿一下。
warning-repeats-itself = 内容有重复。
warning-wrong-language = 这似乎不是所要求的语言。重新描述即可再问一次。
warning-quoted-text-not-found = 在图片中没有找到“{ $text }”。
    .plain = 在图片中没有找到所引用的文字。
warning-first-of-several = 文件中共有 { $count } 页或图片，只描述了第一个。
    .plain = 文件中有多页或多张图片，只描述了第一个。
warning-largest-of-several = 文件中共有 { $count } 张图片，只描述了最大的一张。
    .plain = 文件中有多张图片，只描述了最大的一张。
warning-camera-preview = 描述的是相机在原始文件中保存的预览图。颜色和裁切可能与冲洗后的图片不同。
warning-drawing-without-words = 这幅图中的部分文字无法绘制，因此缺失。
warning-drawing-without-pictures = 这幅图所链接的或无法绘制的图片缺失。
warning-not-saved = 这些文字尚未保存：数据库无法写入。Altsmith 会自动重试；如果现在需要，请先复制。

# 通知
notice-database-moved-aside = 您的历史记录已损坏，无法打开。它已另存为“{ $name }”，并新建了历史记录。{ $held ->
        [yes] 其中的设置和预算无法完整读取：在您于设置中关闭“仅限这台电脑”之前，不会有任何内容离开这台电脑。
       *[no] { "" }
    }
name-pasted = 粘贴的图片

# 命令行进度条旁显示的等待原因
progress-limit = { $seconds } 秒后继续（服务的限制）
progress-service = 正在等待服务…
progress-recovery = 服务暂时不可用，{ $seconds } 秒后重试

# 试运行的说明
plan-cached = 历史记录中已有这些文字，不会发送任何内容。
plan-local = { $provider } 会在本机描述，不会发送任何内容。
plan-sent = 会发送给 { $provider }（{ $host }）。

# 窗口
no-display = Altsmith 找不到显示器，无法打开窗口。请在桌面环境中启动，或使用命令行：altsmith describe。
dialog-add-files = 添加图片
dialog-add-folder = 添加文件夹
dialog-authority = 选择颁发机构的证书
dialog-export-ledger = 导出账目
dialog-export-history = 导出历史记录
dialog-pictures = 图片
dialog-all-files = 所有文件
name-sample = 示例图片

# 测试密钥
check-confirmed = { $provider } 有响应，并且认可该密钥。
check-answers = { $provider } 有响应，没有对密钥提出异议。免费的查询只能得知这些，描述第一张图片时即可知道密钥是否有效。
check-not-needed = { $provider } 在本机运行，不需要密钥。
check-impossible = { $provider } 没有免费测试密钥的方式，描述第一张图片时即可知道密钥是否有效。
check-remaining = 剩余额度：{ $remaining }

# 在这里创建的账户
account-created = { $provider } 已创建账户，并会把 API 密钥发送到 { $email }。收到后请在此输入，然后启用账户。
account-activated = { $provider } 已启用账户，现在可以描述图片了。

# 每项服务都有的字段
field-endpoint = 服务地址
field-model = 模型
field-price-of = { $model } 的价格（如与上面不同）
field-budget-run = 单次运行的预算
field-budget-day = 每天的预算
field-budget-month = 每月的预算

# 请求可能已扣费时，重试意味着什么
again-is-free = 请重试：只会向 { $provider } 询问结果，不收费。
again-may-cost-twice = { $before ->
        [yes] 这张图片以前发送过，这是当时的答复。
       *[other] { "" }
    }{ $charged ->
        [yes] { $provider } 已经扣费。
       *[other] 可能已经扣费：请先查看您在 { $provider } 的账户。
    }只有您要求时才会再次发送。

# 由系统对话框征得同意的事项，因为它们会让图片或费用流出。
consent-title = 您同意吗？
consent-yes = 同意
consent-no = 取消
consent-local-only-off = 即将关闭“仅限这台电脑”。之后图片可能会发送给您选择的服务。
consent-destination = 从现在起，给 { $provider } 的图片将发送到 { $host }。为其他地址输入的密钥不会发送到那里。
consent-ask-from = 即将允许一次最多描述 { $count } 张图片而不事先询问，即使会产生费用。
consent-ask-never = 即将允许描述任意数量的图片而不事先询问，即使会产生费用。
consent-cap = 即将提高或取消 { $provider } 的预算。{ $caps ->
        [none] 费用将不再受限。
       *[other] 新的预算：{ $caps }。
    }
consent-price = 即将把 { $provider } 的价格设得更低。预算会因此放行更多图片。
consent-fetch = 即将从此地址获取图片：
