# Files: judged by their bytes, kept sealed, given back only to those who have the case.
secret "bí-mật-trong-tệp" only can_bo

case Có một hồ sơ
can_bo FORM /so/ca/moi
  muc_do = chua_ro
  noi_xay_ra = Bản Pa Ma
  noi_dung = Việc
> 303
> to /so/ca/{id:=}/bien-nhan

case Đính kèm và tải về
can_bo POST /so/ca/{id}/tep
  file tep "Biên bản 1.pdf" %PDF-1.4 bí-mật-trong-tệp
> 303
> to /so/ca/{id}?tb=da-dinh-kem
can_bo GET /so/ca/{id}.json
> json files # 1
> json files.0.name = Biên bản 1.pdf
> json files.0.href = /so/ca/{id}/tep/{tep:=}
can_bo GET /so/ca/{id}/tep/{tep}
> 200
> type application/pdf
> header Content-Disposition: attachment
> has bí-mật-trong-tệp
can_bo_2 GET /so/ca/{id}/tep/{tep}
> 403
can_bo_tinh GET /so/ca/{id}/tep/{tep}
> 403
can_bo_xa_khac GET /so/ca/{id}/tep/{tep}
> 404
can_bo GET /so/ca/{id}/tep/{uuid}
> 404
can_bo GET /so/ca/{id}/tep/khong-phai-ma
> 404

case Tệp nói dối, tệp lạ, tệp rỗng, không chọn tệp
can_bo POST /so/ca/{id}/tep
  file tep "anh.png" MZ\x90\x01 chương trình
> 422
> has Chỉ nhận PDF
can_bo POST /so/ca/{id}/tep
  file tep "anh.png" %PDF-1.4 x
> 422
> has Tên tệp không đúng với nội dung
can_bo POST /so/ca/{id}/tep
  file tep "trang.html" <script>alert(1)</script>
> 422
can_bo POST /so/ca/{id}/tep
  file tep "rong.pdf"
> 422
can_bo POST /so/ca/{id}/tep
> 422
> has Hãy chọn một tệp
can_bo GET /so/ca/{id}.json
> json files # 1

case Tệp 11 MB: nói rõ; hơn 12 MB thì không nhận
can_bo POST /so/ca/{id}/tep
  file tep "to.pdf" %PDF-{11000000*a}
> 422
> has 10 MB
can_bo POST /so/ca/{id}/tep
  file tep "to.pdf" %PDF-{13000000*a}
> 413

case Tên tệp tìm đường ra ngoài, tên rất dài
can_bo POST /so/ca/{id}/tep
  file tep "../../../etc/passwd.pdf" %PDF-1.4 x
> 303
can_bo GET /so/ca/{id}.json
> json files # 2
> not ../
can_bo POST /so/ca/{id}/tep
  file tep "{300*dài }.pdf" %PDF-1.4 x
> 303
can_bo GET /so/ca/{id}
> 200
can_bo POST /so/ca/{id}/tep
  file tep "<xss>.pdf" %PDF-1.4 x
> 303
can_bo GET /so/ca/{id}
> 200
