# 内蔵の説明機能（日本語）。

colour-black = 黒
colour-dark-grey = 濃い灰色
colour-grey = 灰色
colour-light-grey = 薄い灰色
colour-white = 白
colour-red = 赤
colour-dark-red = 濃い赤
colour-orange = オレンジ色
colour-brown = 茶色
colour-beige = ベージュ
colour-yellow = 黄色
colour-gold = 金色
colour-olive = オリーブ色
colour-green = 緑
colour-dark-green = 濃い緑
colour-light-green = 黄緑
colour-turquoise = 青緑
colour-cyan = シアン
colour-light-blue = 水色
colour-blue = 青
colour-dark-blue = 紺色
colour-purple = 紫
colour-violet = すみれ色
colour-pink = ピンク
colour-magenta = マゼンタ
colour-transparent = 透明

kind-photo = 写真
    .tag = 写真
kind-photo-grey = 白黒写真
    .tag = 白黒
kind-screenshot = スクリーンショット
    .tag = スクリーンショット
kind-drawing = イラスト
    .tag = イラスト
kind-document = 文書または図
    .tag = 文書
kind-text-page = 文章のページ
    .tag = 文書
kind-icon = アイコン
    .tag = アイコン
kind-plain = 単色
    .tag = 単色
kind-gradient = グラデーション
    .tag = グラデーション
kind-picture = 画像
    .tag = 画像

# 位置
where-all-over = 全体
where-background = 背景
where-border = 縁
where-centre = 中央
where-top = 上
where-bottom = 下
where-left = 左
where-right = 右
where-top-left = 左上
where-top-right = 右上
where-bottom-left = 左下
where-bottom-right = 右下

list-comma = { $a }、{ $b }
list-and = { $a }と{ $b }
list-placed = { $a }、{ $b }

# 最初の文
plain = { $solid }一色の長方形。
plain-transparent = 全体が透明な画像。
gradient = { $from-where }の{ $from }から{ $to-where }の{ $to }へのグラデーション。
gradient-one = { $colour }のグラデーション。
head = { $colours }の{ $kind }。
head-ground = 背景が{ $ground }の{ $kind }。
head-bare = { $kind }。
colours-in = 主に{ $list }
colours-placed = { $list }
colours-ground = 背景が{ $ground }、主に{ $list }
placed = { $where }が{ $colour }

# 文字、コード、日付、場所、カメラ
text-quoted = 読み取れる文字：「{ $text }」。
text-begins = 読み取れる文字の冒頭：「{ $text }」。
text-sure = 読み取った文字：「{ $text }」。
text-fair = 読み取った文字（確度は中程度）：「{ $text }」。
text-doubtful = 読み取った文字（確度は低い）：「{ $text }」。
text-none = 画像に文字は見つかりませんでした。
code = { $code }：「{ $content }」。
code-there = { $code }を含む。
code-qr = QRコード
code-bar = バーコード（{ $standard }）
code-matrix = { $standard }コード
taken-date = { $date }撮影。
taken-place = { $town }（{ $country }）付近で撮影。
taken-date-place = { $date }、{ $town }（{ $country }）付近で撮影。
camera = カメラ：{ $camera }。
date = { $year }年{ $month }月{ $day }日
date-time = { $date }{ $time }
month-1 = 1
month-2 = 2
month-3 = 3
month-4 = 4
month-5 = 5
month-6 = 6
month-7 = 7
month-8 = 8
month-9 = 9
month-10 = 10
month-11 = 11
month-12 = 12

# 詳しい説明
about = { $orientation }{ $kind }、{ $width } × { $height }ピクセル、{ $format }ファイル。
orientation-landscape = 横長の
    .tag = 横長
orientation-portrait = 縦長の
    .tag = 縦長
orientation-square = 正方形の
    .tag = 正方形
orientation-panorama = とても横長の
    .tag = パノラマサイズ
main-colours = 主な色：{ $list }。
share = { $colour }（{ $percent }%、{ $where }）
is-transparent = 一部が透明です。
is-animated = アニメーション画像で、最初のコマの説明です。
is-monochrome = 白黒の画像です。
is-dark = 全体に暗い画像です。
is-bright = 全体に明るい画像です。
note-computed = ファイルと画素から計算した説明です。
note-not-recognised = ファイルと画素から計算した説明で、写っている内容は認識していません。

# タイトルとタグ
title-colours = { $list }の{ $kind }
title-with = { $title }、{ $detail }
tag-rectangle = 長方形
tag-background = 背景
tag-transparent = 透明
tag-animated = アニメーション
tag-monochrome = 白黒
tag-dark = 暗め
tag-bright = 明るめ
tag-text = 文字
tag-qr = QRコード
tag-bar = バーコード
tag-matrix = マトリックスコード

# 認識されたもの
list-things = { $a }と{ $b }
head-things = おそらく{ $things }が写った{ $kind }。{ $colours }。
head-things-bare = おそらく{ $things }が写った{ $kind }。
colours-mainly = 色は主に{ $list }
things = { $things }
things-street = 通りの{ $things }
things-street-people = 通りの{ $things }と{ $people }
people-two = 二人の人
with-people-one = 一人の人
with-people-two = 二人の人
with-people-several = 数人の人
things-seen = おそらく写っているもの：{ $list }。
note-recognised = ファイルと画素から計算した説明で、認識された内容は誤っていることがあります。
title-things = おそらく{ $things }が写った{ $kind }
