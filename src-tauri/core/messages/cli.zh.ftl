# 只有命令行才说的话；结构同 cli.en.ftl。

cli-code = 服务的代码：{ $code }
cli-request = 请求编号，供服务的技术支持使用：{ $id }
cli-key = 在命令行中：altsmith keys set { $provider } { $field }
cli-key-elsewhere = { $provider } { $field }：是为 { $origin } 填写的，现在设置的地址缺少密钥。
cli-key-place = 在命令行中：altsmith config set key_place vault 会把密钥保存在带密码短语的文件中。仅用一次时，可以把密钥放在环境变量 { $variable } 中。
cli-vault = 在命令行中，密码短语会在终端询问，或取自环境变量 ALTSMITH_VAULT_PASSPHRASE。
cli-again = 在命令行中，altsmith describe 和 altsmith ask 加上 --force 会再次发送，届时可能会再次扣费。

cli-sidecar-foreign = “{ $name }”已经存在，且不是 Altsmith 为这张图片写的文件，因此保持原样。
cli-sidecar-failed = 无法写入“{ $name }”。文字已保存在历史记录中。
cli-write-failed = { $why ->
        [full] 无法写出结果：磁盘已满。
       *[other] 无法写出结果。
    }
cli-write-kept = 不再处理其余图片。已描述的内容保存在您的历史记录中。

cli-send = 是否发送？[y/N]
# 表示同意的回答，小写。
cli-send-yes = y yes 是
cli-not-sent = 没有发送任何内容。

cli-keys-session = 密钥没有保存：密钥只保留在内存中直到 Altsmith 结束（key_place 为 session），而这个命令会立即结束。
cli-keys-session-out = 请选择能长期保存的位置：altsmith config set key_place keyring，或 vault（带密码短语的文件）。仅用一次时，可以把密钥放在环境变量 { $variable } 中。
cli-passphrase = 密钥文件的密码短语：
cli-passphrase-new = 请为密钥文件设定一个密码短语：
cli-passphrase-again = 请再输入一次相同的密码短语：
cli-passphrase-differs = 两次输入的密码短语不同，没有保存任何内容。
cli-held = 有 { $count } 张图片未发送。已为您保留，用此命令只发送这些图片：{ $line }
cli-no-run = 没有处理过这些文件且尚有遗留的运行。
cli-resend = 只再次发送没有结果的图片（届时可能会再次扣费）：{ $line }
cli-failed = 有 { $count } 张图片失败，可以重试：{ $line }
cli-interrupted = 不再发送任何内容。已发出的请求会等待其答复并保存；再次中断则立即结束。
