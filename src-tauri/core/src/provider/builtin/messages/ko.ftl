# 내장 설명기(한국어). 색 이름은 모두 “색”으로 끝나야 조사 “과”, “으로”가 맞는다.

colour-black = 검은색
colour-dark-grey = 짙은 회색
colour-grey = 회색
colour-light-grey = 밝은 회색
colour-white = 흰색
colour-red = 빨간색
colour-dark-red = 짙은 빨간색
colour-orange = 주황색
colour-brown = 갈색
colour-beige = 베이지색
colour-yellow = 노란색
colour-gold = 금색
colour-olive = 올리브색
colour-green = 초록색
colour-dark-green = 짙은 초록색
colour-light-green = 연두색
colour-turquoise = 청록색
colour-cyan = 시안색
colour-light-blue = 하늘색
colour-blue = 파란색
colour-dark-blue = 남색
colour-purple = 자주색
colour-violet = 보라색
colour-pink = 분홍색
colour-magenta = 자홍색
colour-transparent = 투명

kind-photo = 사진
    .tag = 사진
kind-photo-grey = 흑백 사진
    .tag = 흑백
kind-screenshot = 스크린샷
    .tag = 스크린샷
kind-drawing = 일러스트
    .tag = 일러스트
kind-document = 문서 또는 도표
    .tag = 문서
kind-text-page = 글이 있는 페이지
    .tag = 문서
kind-icon = 아이콘
    .tag = 아이콘
kind-plain = 단색
    .tag = 단색
kind-gradient = 그러데이션
    .tag = 그러데이션
kind-picture = 이미지
    .tag = 이미지

# 위치. 모두 받침으로 끝나야 "은"이 붙는다.
where-all-over = 전체 면
where-background = 배경
where-border = 바깥쪽
where-centre = 중앙
where-top = 위쪽
where-bottom = 아래쪽
where-left = 왼쪽
where-right = 오른쪽
where-top-left = 왼쪽 위편
where-top-right = 오른쪽 위편
where-bottom-left = 왼쪽 아래편
where-bottom-right = 오른쪽 아래편

list-comma = { $a }, { $b }
list-and = { $a }과 { $b }
list-placed = { $a }, { $b }

# 첫 문장
plain = 단색 { $solid } 직사각형.
plain-transparent = 전체가 투명한 이미지.
gradient = { $from-where }의 { $from }에서 { $to-where }의 { $to }으로 이어지는 그러데이션.
gradient-one = { $colour } 그러데이션.
head = { $colours }인 { $kind }.
head-ground = 배경이 { $ground }인 { $kind }.
head-bare = { $kind }.
colours-in = 주로 { $list }
colours-placed = { $list }
colours-ground = 배경은 { $ground }, 주로 { $list }
placed = { $where }은 { $colour }

# 글자, 코드, 날짜, 장소, 카메라
text-quoted = 읽을 수 있는 글자: “{ $text }”.
text-begins = 읽을 수 있는 글자의 첫 부분: “{ $text }”.
text-sure = 읽은 글자: “{ $text }”.
text-fair = 읽은 글자(신뢰도 보통): “{ $text }”.
text-doubtful = 읽은 글자(신뢰도 낮음): “{ $text }”.
text-none = 이미지에서 글자를 찾지 못했습니다.
code = { $code }: “{ $content }”.
code-there = { $code } 포함.
code-qr = QR 코드
code-bar = 바코드({ $standard })
code-matrix = { $standard } 코드
taken-date = { $date } 촬영.
taken-place = { $town }({ $country }) 근처에서 촬영.
taken-date-place = { $date }, { $town }({ $country }) 근처에서 촬영.
camera = 카메라: { $camera }.
date = { $year }년 { $month }월 { $day }일
date-time = { $date } { $time }
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

# 긴 설명
about = { $orientation } { $kind }, { $width } × { $height }픽셀, { $format } 파일.
orientation-landscape = 가로 방향
    .tag = 가로 방향
orientation-portrait = 세로 방향
    .tag = 세로 방향
orientation-square = 정사각형
    .tag = 정사각형
orientation-panorama = 아주 넓은 가로 방향
    .tag = 넓은 가로 방향
main-colours = 주요 색: { $list }.
share = { $colour }({ $percent }%, { $where })
is-transparent = 일부는 투명합니다.
is-animated = 움직이는 이미지이며, 첫 장면을 설명합니다.
is-monochrome = 흑백 이미지입니다.
is-dark = 전체적으로 어둡습니다.
is-bright = 전체적으로 밝습니다.
note-computed = 파일과 픽셀에서 계산한 설명입니다.
note-not-recognised = 파일과 픽셀에서 계산한 설명이며, 무엇이 담겨 있는지는 인식하지 않았습니다.

# 제목과 태그
title-colours = { $list } { $kind }
title-with = { $title }, { $detail }
tag-rectangle = 직사각형
tag-background = 배경
tag-transparent = 투명
tag-animated = 애니메이션
tag-monochrome = 흑백
tag-dark = 어두움
tag-bright = 밝음
tag-text = 글자
tag-qr = QR 코드
tag-bar = 바코드
tag-matrix = 매트릭스 코드

# 인식한 것
list-things = { $a }, { $b }
head-things = { $kind }, 아마도 { $things }. { $colours }.
head-things-bare = { $kind }, 아마도 { $things }.
colours-mainly = 주로 { $list }
things = { $things }
things-street = 거리의 { $things }
things-street-people = 거리의 { $things }, { $people }
people-two = 사람 두 명
with-people-one = 사람 한 명
with-people-two = 사람 두 명
with-people-several = 사람 여러 명
things-seen = 아마도 담겨 있는 것: { $list }.
note-recognised = 파일과 픽셀에서 계산한 설명이며, 인식한 내용은 틀릴 수 있습니다.
title-things = { $kind }, 아마도 { $things }
