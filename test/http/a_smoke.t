case Máy chủ sống
- GET /suc-khoe
> 200
> json status = ok
case Ghi nhận nhanh với bốn trả lời
can_bo FORM /so/ca/moi
  muc_do = co_nguy_co
  noi_xay_ra = Bản Nậm Pố
  noi_dung = Cháu bị đánh
  ho_ten_tre = Lò Văn An
> 303
> to /so/ca/{id:=}/bien-nhan
can_bo GET /so/ca/{id}
> 200
> has Lò Văn An
