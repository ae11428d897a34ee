# Numbers to and from other systems, and lists as another program takes them in.
case Danh sách cho phần mềm quản lý trẻ em
can_bo POST /so/tre_em/moi
  ho_ten = Lò Thị Măng
  ngay_sinh = 12/5/2016
  gioi_tinh = nu
  dan_toc = dt03
  tinh_trang = dang_theo_doi
> 303
can_bo GET /so/tre_em
> has Cho phần mềm quản lý trẻ em
can_bo GET /so/tre_em/xuat/phan_mem_tre_em.csv
> 200
> type text/csv
> has Họ và tên trẻ em
> has Lò Thị Măng
> has 12/05/2016
can_bo GET /so/tre_em/xuat/phan_mem_tre_em.xlsx
> 200
> type application/vnd.openxmlformats-officedocument.spreadsheetml.sheet
can_bo GET /so/tre_em/xuat/phan_mem_tre_em
> 303
can_bo GET /so/tre_em/xuat/phan_mem_tre_em.json
> 200
> json rows # 1
> json rows.0.ho_ten = Lò Thị Măng
can_bo GET /so/tre_em/xuat/khong_co.csv
> 404
cong_tac_vien GET /so/tre_em/xuat/phan_mem_tre_em.csv
> not Lò Thị Măng

case Chỉ cấp tỉnh trao đổi số liệu
can_bo GET /trao-doi
> 403
can_bo_tinh GET /trao-doi
> 200
> has Siêu dữ liệu
can_bo_tinh GET /trao-doi/sieu-du-lieu
> 200
> type application/json
> has "dataElements"
> has "code":"tre_em"
> has "organisationUnits"
can_bo_tinh GET /trao-doi/gia-tri?ky=2026-9M&dang=csv
> 409
> has DHIS2 không có kỳ này
can_bo_tinh GET /trao-doi/gia-tri?ky=2026&dang=abc
> 409

case Số liệu ra thành DHIS2 và ADX
can_bo_tinh GET /trao-doi/gia-tri?ky=2026&dang=csv&theo=ma&cap=tinh
> 200
> has dataElement,period,orgUnit,categoryOptionCombo,attributeOptionCombo,value
> has tre_em,2026,11,default,default,1
can_bo_tinh GET /trao-doi/gia-tri?ky=2026&dang=json&theo=ma&cap=tinh&phan_to=1
> 200
> has "categoryOptionCombo":"gioi_tinh=nu"
can_bo_tinh GET /trao-doi/gia-tri?ky=2026-9M&dang=adx&theo=ma&cap=tinh&phan_to=1
> 200
> has period="2026-01-01/P9M"
> has gioi_tinh="nu" value="1"

case Nhập vào: dòng đúng được nhận, dòng sai được chỉ rõ, lần hai không đổi gì
can_bo_tinh POST /trao-doi
> 422
> has Chưa chọn tệp để nhập
can_bo_tinh POST /trao-doi
  file tep "a.csv" dataElement,period,orgUnit,categoryOptionCombo,attributeOptionCombo,value\ntre_em,2023,11,default,default,1234\nkhong_co,2023,11,default,default,1\ntre_em,2023X,11,default,default,1\ntre_em,2023,99,default,default,1\ntre_em,2023,11,gioi_tinh=nu,default,1\ntre_em,2023,11,default,default,nhiều\n
> 422
> has Xem thử: chưa ghi gì
> has Không có chỉ tiêu (dataElement) này
> has Không có đơn vị này
> has Phân tổ này không có trong chỉ tiêu
> has Giá trị không phải là số
can_bo_tinh POST /trao-doi
  that = 1
  file tep "a.json" \x7b"period":"2023","orgUnit":"11","dataValues":[\x7b"dataElement":"tre_em","value":"1234"\x7d]\x7d
> 200
> has 1 mới, 0 đổi, 0 đã có
can_bo_tinh POST /trao-doi
  that = 1
  file tep "a.xml" <adx xmlns="urn:ihe:qrph:adx:2015"><group orgUnit="11" period="2023-01-01/P1Y" dataSet="mang_year"><dataValue dataElement="tre_em" value="1234"/></group></adx>
> 200
> has 0 mới, 0 đổi, 1 đã có
can_bo_tinh POST /trao-doi
  that = 1
  file tep "b.json" \x7b"dataValues":[
> 422
> has Tệp JSON hỏng hoặc bị cắt cụt
can_bo_tinh POST /trao-doi
  that = 1
  file tep "b.xml" <!DOCTYPE a [<!ENTITY x "y">]><adx/>
> 422
> has DOCTYPE
