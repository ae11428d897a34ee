# Social assistance: from a child's recorded state to the list that is paid. Today is 5 October 2026, the day Decree 335
# comes into force; lists are due by the 25th for the next month.
private "Lò Thị Hoa"
private "Giàng Thị Mai"

case Trẻ đủ điều kiện hiện ra khi tình trạng được ghi
can_bo GET /tro-cap
> 200
> has Chưa có danh sách chi trả nào
> not Ghi quyết định
can_bo FORM /so/tre_em/moi
  ho_ten = Lò Thị Hoa
  ngay_sinh = 10/11/2022
  gioi_tinh = nu
  thon = Bản Pa Ma
  tinh_trang_cha = chet
  tinh_trang_me = chet
> 303
> to /so/tre_em/{hoa:=}?tb=da-luu
can_bo GET /tro-cap.json
> json counts.fresh = 1
> json fresh # 1
> json fresh.0.coefficient = 1,5
> json fresh.0.article = NĐ 20/2021 Đ5 k1 điểm b
> json fresh.0.amount = 810000
> json fresh.0.standard = 540000
can_bo GET /so/tre_em/{hoa}
> has Hệ số 2,5 × 540.000 đồng = 1.350.000 đồng
> has NĐ 20/2021 Đ5 k1 điểm b
> has (cần kiểm chứng)
> has hệ số 2,5 → 1,5 từ tháng 11/2026
> has đủ 4 tuổi

case Ghi quyết định từ điều kiện đã thấy
can_bo GET /tro-cap/tre/{hoa}?dien=k1&thang=2026-10
> 200
> has value="2,5"
> has value="10/2026"
can_bo GET /tro-cap/tre/{hoa}.json?dien=k1&thang=2026-10
> json form.sections.0.fields.0.id = so_quyet_dinh
can_bo FORM /tro-cap/tre/{hoa}?dien=k1&thang=2026-10
  so_quyet_dinh = 15/QĐ-UBND
  he_so = 1,0
> 422
> has Thấp hơn hệ số của diện này (2,5)
can_bo FORM /tro-cap/tre/{hoa}?dien=k1&thang=2026-10
  so_quyet_dinh = 15/QĐ-UBND
  tu_thang = 2026
> 422
> has Ghi cả tháng và năm
can_bo FORM /tro-cap/tre/{hoa}?dien=k7&thang=2026-10
  so_quyet_dinh = 15/QĐ-UBND
  he_so = 1,5
> 422
> has trẻ không ở độ tuổi của diện này
can_bo FORM /tro-cap/tre/{hoa}?dien=k1&thang=2026-10
  so_quyet_dinh = 15/QĐ-UBND
  nguoi_nhan = Lò Văn Pâng
  cach_nhan = tien_mat
> 303
> to /so/tre_em/{hoa}?tb=da-luu
can_bo GET /so/tre_em/{hoa}
> has Quyết định 15/QĐ-UBND, hưởng từ tháng 10/2026
can_bo FORM /tro-cap/tre/{hoa}?dien=k1&thang=2026-10
  so_quyet_dinh = 16/QĐ-UBND
> 422
> has Đang có quyết định 15/QĐ-UBND trả cho cùng người

case Sinh nhật 4 tuổi tháng sau: cần quyết định điều chỉnh
can_bo GET /tro-cap.json
> json counts.fresh = 0
> json counts.running = 1
> json changes # 1
> json changes.0.old = 2,5
> json changes.0.coefficient = 1,5
> json changes.0.from = 2026-11

case Xem trước, lập, và bấm lần nữa không chi hai lần
can_bo GET /tro-cap/danh-sach?thang=2026-10
> 200
> has Xem trước, chưa lập
> has 1.350.000 đồng
> has Một triệu ba trăm năm mươi nghìn đồng
can_bo POST /tro-cap/danh-sach
  thang = 2026-10
> 303
> to /tro-cap/danh-sach/{m10:=}?tb=da-lap
can_bo POST /tro-cap/danh-sach
  thang = 2026-10
> 303
> to /tro-cap/danh-sach/{m10}?tb=da-co
can_bo GET /tro-cap/danh-sach?thang=2026-10
> 303
> to /tro-cap/danh-sach/{m10}
can_bo GET /tro-cap/danh-sach/{m10}.json
> json lines # 1
> json lines.0.ho_ten = Lò Thị Hoa
> json lines.0.tong_cong = 1350000
> json sum.words = Một triệu ba trăm năm mươi nghìn đồng
can_bo POST /tro-cap/danh-sach
  thang = 2026-11
> 303
> to /tro-cap/danh-sach/{m11:=}?tb=da-lap
can_bo GET /tro-cap/danh-sach/{m11}.json
> json lines.0.he_so = 1,5
> json lines.0.tong_cong = 810000
can_bo GET /tro-cap/danh-sach/{m11}
> has Lò Thị Hoa
> has Đã lập, chưa chi

case Tháng không lập được
can_bo POST /tro-cap/danh-sach
  thang = 2026-12
> 422
> has chưa đến kỳ
can_bo POST /tro-cap/danh-sach
  thang = 2026-09
> 422
can_bo POST /tro-cap/danh-sach
  thang = rác
> 422
can_bo POST /tro-cap/danh-sach
> 422
can_bo GET /tro-cap/danh-sach?thang=2026-99
> 422
can_bo GET /tro-cap/danh-sach/{uuid}
> 404
can_bo GET /tro-cap/danh-sach/abc
> 404

case In và tải Excel
can_bo GET /tro-cap/danh-sach/{m11}/in
> 200
> has DANH SÁCH CHI TRẢ
> has Ký nhận
> has Tám trăm mười nghìn đồng
> has ỦY BAN NHÂN DÂN
can_bo GET /tro-cap/danh-sach/{m11}/in.json
> json lines.0.tong_cong = 810000
> json sum.words = Tám trăm mười nghìn đồng
can_bo GET /tro-cap/danh-sach/{m11}.xlsx
> 200
> type application/vnd.openxmlformats-officedocument.spreadsheetml.sheet
can_bo GET /tro-cap/danh-sach/{m11}.csv
> 200
> has Lò Thị Hoa

case Bỏ danh sách lập nhầm, chỉ khi là danh sách cuối và chưa chi
can_bo POST /tro-cap/danh-sach/{m10}/bo
  phien_ban = 1
> 409
can_bo POST /tro-cap/danh-sach/{m11}/bo
  phien_ban = 1
> 303
> to /tro-cap?tb=da-bo
can_bo GET /tro-cap/danh-sach/{m11}
> 404
can_bo POST /tro-cap/danh-sach
  thang = 2026-11
> 303
> to /tro-cap/danh-sach/{m11:=}?tb=da-lap

case Ghi đã chi rồi thì khóa
can_bo POST /tro-cap/danh-sach/{m11}/da-chi
  phien_ban = 1
  ngay_chi = 30/12/2099
> 422
can_bo POST /tro-cap/danh-sach/{m11}/da-chi
  phien_ban = 1
  ngay_chi = hôm qua
> 422
can_bo POST /tro-cap/danh-sach/{m11}/da-chi
  phien_ban = 7
  ngay_chi = 05/10/2026
> 409
can_bo POST /tro-cap/danh-sach/{m11}/da-chi
  phien_ban = 1
  ngay_chi = 05/10/2026
> 303
> to /tro-cap/danh-sach/{m11}?tb=da-chi
can_bo POST /tro-cap/danh-sach/{m11}/bo
  phien_ban = 2
> 409
can_bo POST /tro-cap/danh-sach/{m11}/da-chi
  phien_ban = 2
  ngay_chi = 05/10/2026
> 409
can_bo GET /tro-cap/danh-sach/{m11}
> has Đã chi 05/10/2026
> not Ghi là đã chi

case Không ai sửa danh sách bằng đường khác
can_bo GET /so/bang_chi_tra/{m11}/sua
> 403
can_bo POST /so/bang_chi_tra/{m11}/huy
  phien_ban = 2
  ly_do = thử xem
> 403
can_bo GET /so/bang_chi_tra/moi
> 403

case Nhiễm HIV không hiện trong danh sách nào
can_bo FORM /so/tre_em/moi
  ho_ten = Giàng Thị Mai
  ngay_sinh = 01/02/2016
  gioi_tinh = nu
  nhiem_hiv = 1
  tinh_trang_ho = ngheo
> 303
> to /so/tre_em/{mai:=}?tb=da-luu
can_bo GET /tro-cap
> has Giàng Thị Mai
> has Diện khác
> not HIV
> not Đ5 k3
can_bo FORM /tro-cap/tre/{mai}?dien=k3&thang=2026-10
  so_quyet_dinh = 20/QĐ-UBND
  nguoi_nhan = Giàng A Sình
> 303
can_bo GET /tro-cap/danh-sach?thang=2026-12
> 422
clock +1000h
can_bo GET /tro-cap/danh-sach?thang=2026-12
> 200
> has Giàng Thị Mai
> not HIV
can_bo POST /tro-cap/danh-sach
  thang = 2026-12
> 303
> to /tro-cap/danh-sach/{m12:=}?tb=da-lap
can_bo GET /tro-cap/danh-sach/{m12}
> has Giàng Thị Mai
> has Truy lĩnh tháng 10/2026–11/2026: 2 tháng × 1.080.000 đồng (chưa chi)
> not HIV
> not k3
can_bo GET /tro-cap/danh-sach/{m12}.csv
> not HIV
> not k3
can_bo GET /tro-cap/danh-sach/{m12}/in
> not HIV
can_bo GET /tro-cap/danh-sach/{m12}.json
> json sum.total = 4050000

case Thôi hưởng và hưởng lại
can_bo GET /so/tre_em/{hoa}.json
> json aid.decisions.0.edit = /tro-cap/quyet-dinh/{qd:=}
can_bo GET /tro-cap/quyet-dinh/{qd}?thang=2026-12
> 200
> has value="12/2026"
can_bo GET /tro-cap/quyet-dinh/{qd}.json
> json form.sections.0.fields.0.id = tinh_trang_huong
can_bo FORM /tro-cap/quyet-dinh/{qd}
  tinh_trang_huong = tam_dung
> 422
> has Hãy ghi dừng từ tháng nào
can_bo FORM /tro-cap/quyet-dinh/{qd}
  tinh_trang_huong = tam_dung
  dung_tu = 12/2026
  ly_do_dung = khong_nhan_3_thang
  huong_lai_tu = 11/2026
> 422
> has Tháng hưởng lại phải sau tháng dừng
can_bo FORM /tro-cap/quyet-dinh/{qd}
  phien_ban = 99
  tinh_trang_huong = tam_dung
  dung_tu = 12/2026
  ly_do_dung = khong_nhan_3_thang
> 422
> has Người khác vừa sửa
can_bo FORM /tro-cap/quyet-dinh/{qd}
  tinh_trang_huong = thoi_huong
  dung_tu = 12/2026
  ly_do_dung = het_dieu_kien
  quyet_dinh_dung = 30/QĐ-UBND ngày 10/11/2026
> 303
> to /so/tre_em/{hoa}?tb=da-luu
can_bo GET /so/tre_em/{hoa}
> has dừng từ tháng 12/2026
can_bo GET /tro-cap/quyet-dinh/{uuid}
> 404

case Quyết định điều chỉnh thay quyết định cũ
can_bo GET /so/tre_em/{mai}.json
> json aid.decisions.0.edit = /tro-cap/quyet-dinh/{cu:=}
can_bo FORM /tro-cap/tre/{mai}?dien=k3&thang=2027-01&thay={cu}
  so_quyet_dinh = 31/QĐ-UBND
  he_so = 2,5
> 303
can_bo GET /so/tre_em/{mai}.json
> json aid.decisions # 2
> json aid.decisions.0.number = 31/QĐ-UBND
> json aid.decisions.0.coefficient = 2,5
> json aid.decisions.1.stopped = 2027-01

case Việc cần làm nhắc lập danh sách từ ngày 15
can_bo GET /.json
> json tasks # 0
clock +720h
can_bo GET /.json
> json tasks.0.action.href = /tro-cap/danh-sach?thang=2027-01
> json tasks.0.deadline.state = later

case Ai không có quyền
- GET /tro-cap
> 303
cong_tac_vien GET /tro-cap
> 403
cong_tac_vien GET /tro-cap/tre/{hoa}
> 403
cong_tac_vien GET /tro-cap/quyet-dinh/{qd}
> 403
cong_tac_vien GET /so/tre_em/{hoa}
> 200
> not Trợ cấp xã hội
chu_tich GET /tro-cap
> 200
> has Các danh sách đã lập
> not Lò Thị Hoa
chu_tich GET /tro-cap/danh-sach/{m11}
> 200
> not Lò Thị Hoa
> has L.T.H.
chu_tich GET /tro-cap/danh-sach?thang=2027-01
> 403
chu_tich POST /tro-cap/danh-sach
  thang = 2027-01
> 403
chu_tich POST /tro-cap/danh-sach/{m12}/da-chi
  phien_ban = 1
  ngay_chi = 05/10/2026
> 403
chu_tich POST /tro-cap/danh-sach/{m12}/bo
  phien_ban = 1
> 403
chu_tich POST /tro-cap/tre/{hoa}
  so_quyet_dinh = 1
> 403
chu_tich POST /tro-cap/quyet-dinh/{qd}
  tinh_trang_huong = dang_huong
> 403
can_bo_xa_khac GET /tro-cap/danh-sach/{m11}
> 404
can_bo_xa_khac GET /tro-cap/tre/{hoa}
> 404

case Tỉnh thấy số của các xã, không thấy tên
can_bo_tinh GET /tro-cap?thang=2026-11
> 200
> has 810.000 đồng
> not Lò Thị Hoa
can_bo_tinh GET /tro-cap.json?thang=2026-12
> json communes.0.children = 2
> json sum.arrears = 2160000
can_bo_tinh GET /tro-cap?thang=1900-01
> 200
> has Chưa xã nào lập danh sách
can_bo_tinh GET /tro-cap?thang=rác
> 200
