// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * The kinds of cases in the demo, with their reports, findings, causes and goals. Calm and short,
 * as an official writes. Slots: {chau} the child as called ("cháu Páo"), {ban} village, {xa}
 * commune, {truong} kind of school, {tuoi} age.
 */
#include "cmd/cmd_int.h"

const struct demo_theme demo_themes[DEMO_THEMES] = {
    {.weight = 18,
        .age_min = 4,
        .age_max = 15,
        .danger = 32,
        .subject = "bi_xam_hai",
        .forms = "bao_luc",
        .acts = "danh_dap",
        .setting = "gia_dinh",
        .by = "cha_me",
        .carer = true,
        .needs = "y_te,tam_ly,bao_ve",
        .services = "kham_chua_benh,tu_van_tam_ly,tu_van_cha_me",
        .measures = "ct_a,ct_dd,ct_h",
        .groups = "g09",
        .report = {"Hàng xóm ở {ban} gọi điện: tối qua nghe {chau} khóc nhiều, sáng nay thấy tay "
                   "cháu "
                   "có vết bầm. Bố cháu hay uống rượu, mỗi lần say là quát mắng và đánh con.",
            "~sCô giáo chủ nhiệm báo {chau} đến lớp với vết bầm ở chân, hỏi thì cháu nói bị bố "
            "phạt "
            "vì "
            "quên cho lợn ăn. Đây là lần thứ hai trong tháng.",
            "Bà nội của {chau} đến gặp cán bộ, nói con trai nóng tính, hay dùng roi phạt cháu, bà "
            "can "
            "không được nên nhờ xã giúp.",
            "Trưởng {ban} báo hai hôm nay {chau} không dám về nhà, ngủ nhờ nhà bác vì sợ bố đánh."},
        .found = {"Cùng công an xã và trưởng bản đến nhà. Cháu có vài vết bầm ở tay và chân, không "
                  "sốt, đi lại bình thường. Bố thừa nhận có đánh con khi say; mẹ sợ nên không dám "
                  "nói.",
            "~sGặp cháu tại trường cùng cô giáo. Cháu kể rõ ràng nhưng rụt rè. Trạm y tế xem: bầm "
            "nhẹ, không phải khâu. Gia đình thừa nhận việc phạt con bằng roi."},
        .cause = {"Bố uống rượu thường xuyên, quen dạy con bằng đòn roi; gia đình đang nợ tiền nên "
                  "hay căng thẳng.",
            "Cha mẹ nghĩ phạt đòn là cách dạy con duy nhất; trong bản ít người can ngăn."},
        .goal = {"Cháu không còn bị đánh; bố giảm uống rượu và biết dạy con không đòn roi; cháu "
                 "yên "
                 "tâm đi học.",
            "Vết thương lành hẳn, cháu không còn sợ về nhà; cha mẹ ký cam kết và thực hiện đúng."}},
    {.weight = 15,
        .age_min = 1,
        .age_max = 12,
        .danger = 8,
        .subject = "co_nguy_co",
        .forms = "bo_roi_bo_mac",
        .acts = "bo_mac",
        .setting = "gia_dinh",
        .by = "cha_me",
        .carer = true,
        .needs = "y_te,giao_duc,phuc_loi",
        .services = "ho_tro_dot_xuat,kham_chua_benh,tu_van_cha_me",
        .measures = "ht_a,ht_d,ct_h",
        .groups = "",
        .report = {"Cộng tác viên báo {chau} ở {ban} sống với bà đã yếu, bố mẹ đi làm công ty dưới "
                   "xuôi "
                   "hơn một năm không về. Nhà nhiều bữa chỉ có cơm với rau.",
            "~sGiáo viên {truong} báo {chau} nghỉ học nhiều buổi để trông em, quần áo không đủ ấm.",
            "Người cùng bản báo {chau} hay ở nhà một mình, bố mẹ đi nương cả tuần mới về."},
        .found =
            {"~sĐến nhà cùng trưởng bản. Cháu gầy, tự nấu ăn cho mình và em. Bà nội đau khớp, đi "
             "lại khó. Gọi được cho mẹ: mẹ hứa gửi tiền và thu xếp về.",
                "Cháu khỏe, hơi gầy. Nhà cửa tạm bợ, không có người lớn ở nhà ban ngày. Hàng xóm "
                "có để ý "
                "giúp nhưng không thường xuyên."},
        .cause = {"Cha mẹ đi làm xa, người ở nhà không đủ sức chăm sóc.",
            "Gia đình thiếu ăn nên cha mẹ đi làm thuê dài ngày, để các con tự lo."},
        .goal = {"Cháu có người lớn chăm sóc hằng ngày, đủ ăn, đủ ấm và đi học đều.",
            "Mẹ về ở cùng con hoặc cháu được người thân nhận chăm sóc; cháu được khám sức khỏe."}},
    {.weight = 9,
        .age_min = 11,
        .age_max = 15,
        .danger = 4,
        .subject = "co_nguy_co",
        .forms = "boc_lot",
        .acts = "lao_dong",
        .setting = "noi_lam_viec",
        .by = "nguoi_su_dung_lao_dong",
        .carer = false,
        .needs = "giao_duc,phuc_loi,phap_ly",
        .services = "tro_lai_truong,hoc_phi,ho_tro_dot_xuat",
        .measures = "ht_a,ht_c,ct_d",
        .groups = "g08_2",
        .report = {"Giáo viên {truong} báo {chau} bỏ học từ sau Tết, nghe nói đang phụ bốc gạch ở "
                   "thị "
                   "trấn, tối mới được nghỉ.",
            "Hội Phụ nữ báo {chau} phụ bán hàng ở quán ăn từ sáng đến khuya, không được đi học.",
            "Bạn cùng lớp kể {chau} theo người lớn đi làm thuê xa nhà, chưa có giấy tờ gì."},
        .found =
            {"Gặp cháu tại chỗ làm. Cháu làm khoảng mười giờ mỗi ngày, việc nặng so với tuổi. Chủ "
             "quán đồng ý cho cháu nghỉ và trả đủ tiền công.",
                "Gia đình xác nhận cháu nghỉ học đi làm để trả nợ. Cháu muốn đi học lại nhưng ngại "
                "vì đã "
                "nghỉ lâu."},
        .cause = {"Nhà nghèo, có khoản nợ; cha mẹ chưa thấy cần cho con học hết lớp 9.",
            "Cháu học đuối, chán học; có người quen rủ đi làm kiếm tiền."},
        .goal = {"Cháu thôi việc, trở lại trường và được hỗ trợ chi phí học tập.",
            "Cháu học lại hoặc học nghề phù hợp tuổi; gia đình có thêm nguồn thu hợp pháp."}},
    {.weight = 10,
        .age_min = 12,
        .age_max = 15,
        .danger = 6,
        .subject = "co_nguy_co",
        .forms = "khac",
        .acts = "khac",
        .setting = "cong_dong",
        .by = "nguoi_than",
        .carer = false,
        .needs = "tam_ly,giao_duc,phap_ly",
        .services = "tu_van_tam_ly,tro_lai_truong,tu_van_cha_me",
        .measures = "pn_a,ht_a,ct_d",
        .groups = "",
        .report =
            {"Cô giáo báo {chau} nghỉ học, hai gia đình đang chuẩn bị lễ ăn hỏi dù cháu mới {tuoi} "
             "tuổi.",
                "Đoàn Thanh niên báo {chau} theo bạn trai về nhà ở từ tuần trước, gia đình hai bên "
                "chưa "
                "đăng ký kết hôn vì chưa đủ tuổi.",
                "Trưởng {ban} báo gia đình {chau} nhận tiền thách cưới, cháu không muốn lấy chồng "
                "sớm."},
        .found = {"Làm việc với hai gia đình cùng trưởng bản và Hội Phụ nữ. Hai bên thừa nhận dự "
                  "định "
                  "cưới sớm theo tục lệ. Cháu nói muốn đi học tiếp.",
            "Cháu đang ở nhà bạn trai, sức khỏe bình thường, đồng ý về nhà mẹ. Gia đình bạn trai "
            "hợp tác."},
        .cause = {"Tục cưới sớm còn nặng; gia đình muốn có thêm người làm.",
            "Hai cháu quen nhau ở trường, người lớn không khuyên ngăn kịp thời."},
        .goal = {"Cháu không tảo hôn, trở lại lớp học; hai gia đình cam kết chờ đủ tuổi.",
            "Cháu ở với cha mẹ, được tư vấn và học hết trung học cơ sở."}},
    {.weight = 11,
        .age_min = 0,
        .age_max = 15,
        .danger = 0,
        .subject = "hcdb",
        .forms = "khong",
        .acts = "",
        .setting = "gia_dinh",
        .by = "chua_ro",
        .carer = false,
        .needs = "giao_duc,phuc_loi,phap_ly",
        .services = "tro_cap,bhyt,hoc_phi,cham_soc_thay_the",
        .measures = "ht_c,ht_d",
        .groups = "g01_3",
        .orphan = true,
        .report = {"Trưởng {ban} báo bố mẹ {chau} đã mất, cháu đang ở với ông bà ngoại ngoài 70 "
                   "tuổi, "
                   "chưa được hưởng trợ cấp.",
            "Hội Chữ thập đỏ giới thiệu {chau}: mồ côi, ở với chú, nhà đông con, cần giúp sách vở "
            "và "
            "bảo hiểm y tế.",
            "Bác ruột của {chau} đến xã hỏi thủ tục nhận nuôi dưỡng cháu sau khi bố mẹ cháu mất."},
        .found =
            {"Đã xem giấy chứng tử của cha mẹ. Ông bà thương cháu nhưng yếu, thu nhập chính là ít "
             "ruộng nước. Cháu ngoan, học khá.",
                "Người thân đang chăm sóc cháu tốt, nhà chật. Cháu chưa có thẻ bảo hiểm y tế và "
                "chưa làm hồ "
                "sơ trợ cấp."},
        .cause = {"Cha mẹ mất, họ hàng nhận nuôi nhưng kinh tế khó khăn.",
            "Cháu mồ côi, người chăm sóc lớn tuổi và không biết thủ tục trợ giúp."},
        .goal = {"Cháu được hưởng trợ cấp, có thẻ bảo hiểm y tế và người chăm sóc ổn định.",
            "Hoàn tất giấy tờ chăm sóc thay thế; cháu tiếp tục đi học, không phải bỏ lớp."}},
    {.weight = 9,
        .age_min = 9,
        .age_max = 15,
        .danger = 5,
        .subject = "bi_xam_hai",
        .forms = "bao_luc",
        .acts = "lang_ma,co_lap",
        .setting = "nha_truong",
        .by = "ban_be",
        .carer = false,
        .needs = "tam_ly,giao_duc",
        .services = "tu_van_tam_ly,tro_lai_truong",
        .measures = "pn_d,ct_a,ct_d",
        .groups = "",
        .report =
            {"Mẹ của {chau} báo con bị một nhóm bạn ở khu bán trú trêu chọc, giấu quần áo, cháu sợ "
             "không muốn ở lại trường.",
                "Thầy phụ trách bán trú {truong} báo {chau} bị hai bạn lớp trên đẩy ngã và bắt làm "
                "việc "
                "thay.",
                "Cháu tự gọi Tổng đài 111 kể bị các bạn chế giễu và cô lập suốt học kỳ."},
        .found =
            {"Làm việc với nhà trường: đúng là có việc trêu chọc kéo dài. Cháu không bị thương, ăn "
             "ngủ kém. Các bạn liên quan đã nhận lỗi.",
                "Gặp riêng cháu cùng cô tổng phụ trách. Cháu buồn, muốn được chuyển chỗ ở trong "
                "khu bán "
                "trú."},
        .cause = {"Khu bán trú thiếu người quản lý buổi tối; các em chưa biết cách tôn trọng bạn.",
            "Cháu nói tiếng phổ thông chưa thạo nên bị trêu, ít bạn chơi cùng."},
        .goal = {"Cháu không còn bị bắt nạt, có bạn và thầy cô tin cậy, đi học vui vẻ.",
            "Nhà trường có người trực tối; cháu ăn ngủ tốt và trở lại học đều."}},
    {.weight = 5,
        .age_min = 11,
        .age_max = 15,
        .danger = 15,
        .subject = "co_nguy_co",
        .forms = "chua_ro",
        .acts = "",
        .setting = "mang",
        .by = "quen_qua_mang",
        .carer = false,
        .needs = "tam_ly,phap_ly,bao_ve",
        .services = "tu_van_tam_ly,tro_giup_phap_ly",
        .measures = "pn_a,pn_d,ht_a",
        .groups = "",
        .report = {"Bố của {chau} báo có người lạ quen qua mạng thường xuyên nhắn tin, xin ảnh và "
                   "rủ cháu "
                   "đi gặp.",
            "Cô giáo báo {chau} lo lắng vì bị người lạ trên mạng dọa đăng ảnh, cháu không dám nói "
            "với "
            "nhà."},
        .found =
            {"Cháu cho xem tin nhắn; chưa gặp mặt người kia. Đã hướng dẫn chặn, giữ lại tin nhắn "
             "và chuyển công an xã.",
                "Cháu chưa gửi gì riêng tư, còn sợ. Gia đình không trách cháu và đồng ý phối hợp."},
        .cause =
            {"Cháu dùng điện thoại không có người hướng dẫn, chưa biết cách tự bảo vệ trên mạng.",
                "Gia đình ít nói chuyện với cháu về việc dùng mạng."},
        .goal = {"Cháu cắt liên lạc với người lạ, biết dùng mạng an toàn, gia đình đồng hành.",
            "Người lạ không còn liên lạc được với cháu; cháu hết lo lắng."}},
    {.weight = 6,
        .age_min = 7,
        .age_max = 15,
        .danger = 45,
        .subject = "bi_xam_hai",
        .forms = "xam_hai_tinh_duc",
        .acts = "dam_o",
        .setting = "cong_dong",
        .by = "hang_xom",
        .carer = false,
        .needs = "y_te,tam_ly,phap_ly,bao_ve",
        .services = "kham_chua_benh,tu_van_tam_ly,tro_giup_phap_ly",
        .measures = "ct_a,ct_e,ct_h",
        .groups = "g11_4",
        .crime = true,
        .report = {"Mẹ của {chau} báo con kể bị một người quen gần nhà có hành vi không đúng mực. "
                   "Gia đình "
                   "lo lắng, đề nghị giữ kín.",
            "Cô giáo báo {chau} thay đổi tính nết, hỏi thì cháu nói sợ một người hàng xóm. Nhà "
            "trường "
            "đề nghị xã và công an xác minh."},
        .found = {"Gia đình và nhà trường cùng xác nhận lời kể của cháu. Không hỏi cháu nhiều lần; "
                  "đã báo "
                  "công an ngay để làm theo pháp luật. Cháu đang ở cùng mẹ, an toàn.",
            "Cháu ở nhà với bà, không phải gặp người bị nêu tên. Hồ sơ đã chuyển công an; cán bộ "
            "chỉ "
            "theo dõi sức khỏe và tinh thần của cháu."},
        .cause = {"Người lớn đi nương cả ngày, cháu hay sang nhà hàng xóm chơi một mình.",
            "Gia đình tin người quen; cháu chưa được dạy cách tự bảo vệ."},
        .goal = {"Cháu được chăm sóc y tế, tâm lý, được giữ kín thông tin và có người bảo vệ quyền "
                 "lợi.",
            "Cháu an toàn, không phải gặp lại người gây hại, trở lại học tập bình thường."}},
    {.weight = 3,
        .age_min = 0,
        .age_max = 1,
        .danger = 60,
        .subject = "bi_xam_hai",
        .forms = "bo_roi_bo_mac",
        .acts = "bo_roi",
        .setting = "cong_dong",
        .by = "chua_ro",
        .carer = false,
        .needs = "y_te,phap_ly,bao_ve",
        .services = "kham_chua_benh,khai_sinh,cham_soc_thay_the",
        .measures = "ct_a,ct_b,ct_c",
        .groups = "g02_1",
        .foundling = true,
        .report =
            {"Trạm y tế báo có một bé sơ sinh được để lại trước cổng trạm lúc sáng sớm, bé khỏe, "
             "quấn chăn ấm, không có giấy tờ.",
                "Người dân {ban} báo nghe tiếng trẻ khóc ở lán nương, tìm thấy một bé nhỏ, đã bế "
                "về nhà "
                "trưởng bản chăm sóc."},
        .found = {"Lập biên bản trẻ bị bỏ rơi cùng công an và trạm y tế. Bé khỏe, cân nặng bình "
                  "thường. Đã "
                  "thông báo tìm người thân theo quy định.",
            "Bé được gia đình trưởng bản chăm tạm, bú tốt. Chưa có ai nhận là người thân."},
        .cause = {"Chưa rõ cha mẹ; có thể do hoàn cảnh quá khó khăn.",
            "Không xác định được người sinh ra bé."},
        .goal = {"Bé có nơi chăm sóc ổn định, được khai sinh và tiêm chủng đầy đủ.",
            "Bé được gia đình phù hợp nhận chăm sóc thay thế theo quy định."}},
    {.weight = 7,
        .age_min = 2,
        .age_max = 15,
        .danger = 0,
        .subject = "hcdb",
        .forms = "khong",
        .acts = "",
        .setting = "gia_dinh",
        .by = "chua_ro",
        .carer = false,
        .needs = "y_te,giao_duc,phuc_loi",
        .services = "tro_cap,phuc_hoi,kham_chua_benh",
        .measures = "ht_c,ht_d",
        .groups = "g04_2",
        .report = {"Cộng tác viên báo {chau} ở {ban} khuyết tật vận động, chưa được xác định mức "
                   "độ, chưa "
                   "có trợ cấp, mẹ phải nghỉ làm để trông.",
            "~yGiáo viên mầm non báo {chau} chậm nói, nghe kém, gia đình chưa đưa đi khám."},
        .found = {"Đến nhà xem: cháu cần người giúp khi đi lại và ăn uống. Mẹ chăm con chu đáo, "
                  "nhà thuộc "
                  "hộ nghèo, chưa biết thủ tục.",
            "Cháu nghe kém cả hai tai theo lời trạm y tế, cần đi bệnh viện tỉnh đo. Gia đình đồng "
            "ý."},
        .cause = {"Khuyết tật bẩm sinh; gia đình nghèo và ở xa nơi khám.",
            "Gia đình chưa biết nơi khám và chế độ của trẻ khuyết tật."},
        .goal = {"Cháu được xác định mức khuyết tật, hưởng trợ cấp và phục hồi chức năng.",
            "Cháu được khám, có thiết bị trợ giúp và đi lớp hòa nhập."}},
    {.weight = 4,
        .age_min = 12,
        .age_max = 15,
        .danger = 40,
        .subject = "co_nguy_co",
        .forms = "mua_ban",
        .acts = "mua_ban",
        .setting = "cong_dong",
        .by = "nguoi_la",
        .carer = false,
        .needs = "tam_ly,phap_ly,bao_ve",
        .services = "noi_tam_tru,tu_van_tam_ly,tro_giup_phap_ly",
        .measures = "ct_b,ct_e,ht_a",
        .groups = "",
        .crime = true,
        .report =
            {"Chị của {chau} báo có người lạ hứa việc nhẹ lương cao, hẹn đón cháu đi xa trong tuần "
             "này, dặn giấu gia đình.",
                "Công an xã chuyển tin: {chau} được tìm thấy ở bến xe cùng một người không phải họ "
                "hàng, "
                "nói là đi làm."},
        .found =
            {"Cháu đã về nhà an toàn, kể có người quen qua bạn rủ đi làm xa. Công an đang xác minh "
             "người đó.",
                "Cháu chưa đi; gia đình giữ cháu ở nhà và giao nộp số điện thoại của người hẹn cho "
                "công an."},
        .cause = {"Cháu muốn có tiền giúp nhà, cả tin người mới quen.",
            "Gia đình thiếu thông tin về thủ đoạn lừa đưa người đi xa."},
        .goal = {"Cháu an toàn ở nhà, đi học hoặc học nghề; biết nhận ra lời rủ rê nguy hiểm.",
            "Cháu không còn liên lạc với người lạ; gia đình và trường cùng trông chừng."}},
    {.weight = 6,
        .age_min = 4,
        .age_max = 14,
        .danger = 10,
        .subject = "bi_xam_hai",
        .forms = "bao_luc",
        .acts = "lang_ma",
        .setting = "gia_dinh",
        .by = "cha_duong_me_ke",
        .carer = true,
        .needs = "tam_ly,bao_ve",
        .services = "tu_van_tam_ly,tu_van_cha_me",
        .measures = "ht_a,ct_dd,ct_h",
        .groups = "",
        .report =
            {"Dì của {chau} báo cháu hay bị mắng chửi, không cho ăn cùng mâm từ khi bố lấy vợ mới.",
                "Hàng xóm ở {ban} báo {chau} thường bị đuổi ra ngoài hiên vào buổi tối."},
        .found = {"Cháu buồn, ít nói, cơ thể không có thương tích. Bố đi làm xa, mẹ kế thừa nhận "
                  "hay nặng "
                  "lời vì mệt.",
            "Gia đình căng thẳng, cháu muốn sang ở với bà nội một thời gian. Bà nội đồng ý."},
        .cause = {"Gia đình mới chưa quen nhau, người lớn trút bực bội lên cháu.",
            "Bố vắng nhà, mẹ kế một mình nuôi ba con nhỏ, không ai giúp."},
        .goal = {"Cháu được đối xử bình đẳng, nói chuyện được với bố và mẹ kế, ăn ngủ tốt.",
            "Mẹ kế được tư vấn và hỗ trợ; cháu có bà nội ở gần trông nom."}},
};
