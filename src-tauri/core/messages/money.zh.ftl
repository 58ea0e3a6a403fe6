# 金额、日期、余额、批量前的提醒，以及中断的请求。
# $count 是纯数字，$number 是按本语言写法的同一数字。

amount-credits = { $count ->
        [one] { $number } 点
       *[other] { $number } 点
    }
amount-usd = US${ $number }
amount-requests = { $count ->
        [one] { $number } 次请求
       *[other] { $number } 次请求
    }
date = { $year } 年 { $month } 月 { $day } 日

# 余额旁边
balance-used-up = { $reckoned ->
        [yes] 按此后的用量推算，应已全部用完。
       *[no] 已全部用完。
    }
balance-low = { $reckoned ->
        [yes] 约剩 { $left }。
       *[no] 仅剩 { $left }。
    }
balance-expired = 有效期至 { $date }，现已过期。
balance-expires = 有效期仅至 { $date }。

# 批量之前
estimate-cap = 您设定的{ $period ->
        [run] 单次批量
        [day] 每日
       *[month] 每月
    }预算为 { $cap }，已使用 { $spent }：{ $fit ->
        [0] 这些图片一张也不在预算之内。
        [one] 这些图片中只有 1 张在预算之内。
       *[other] 这些图片中只有 { $fit } 张在预算之内。
    }
estimate-balance = { $reckoned ->
        [yes] 按 { $provider } 上次告知的余额和此后的用量推算，约剩 { $left }
       *[no] { $provider } 上次告知余额为 { $left }
    }，可能不够描述全部图片。
estimate-expired = 您在 { $provider } 的余额有效期至 { $date }，已经过期。
estimate-expires = 您在 { $provider } 的余额有效期至 { $date }。

# 试运行的总结
plan-total = 会发送给 { $provider }（{ $host }）：{ $pictures ->
        [one] 1 张图片
       *[other] { $pictures } 张图片
    }，{ $calls ->
        [one] 1 次请求。
       *[other] { $calls } 次请求。
    }
plan-total-local = 会在本机描述：{ $pictures ->
        [one] 1 张图片。
       *[other] { $pictures } 张图片。
    }
plan-total-cost = 预计费用：{ $cost }。
plan-total-unknown = 每次请求的费用未知。
plan-total-free = 不收费：服务器是您自己的。
plan-total-known = 历史记录中已有，免费：{ $known ->
        [one] 1 张图片。
       *[other] { $known } 张图片。
    }
