// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Sentences of the demo's forms, in pools by what they tell; calm and short, as an official writes.
 * A sentence may begin with tags that say whom it fits.
 */
#include "cmd/cmd_int.h"

static const char *const pools[DEMO_POOL__COUNT] = {
    [SAY_BODY] =
        "Cháu cao, cân nặng bình thường so với tuổi; hay giật mình, ngủ không sâu.|"
        "Cháu gầy, da xanh; trạm y tế khuyên ăn thêm và xét nghiệm máu. Tinh thần rụt rè.|"
        "~vSức khỏe tốt, các vết bầm đã mờ. Cháu ít nói với người lạ nhưng cười khi chơi với em.|"
        "~sCháu khỏe, hoạt bát; buồn khi nhắc đến chuyện vừa qua.|"
        "~hCháu hay đau bụng, kém ăn từ khi xảy ra việc; đã khám, không có bệnh nặng.|"
        "Thể chất ổn định. Cháu cần có người lớn ở cùng buổi tối.|"
        "~fBé bú tốt, cân nặng bình thường, đã tiêm mũi đầu tại trạm.",
    [SAY_FAMILY] =
        "~pGia đình bốn người, làm ruộng nương, thuộc hộ nghèo. Mẹ thương con nhưng ít quyết định.|"
        "~pBố mẹ sống cùng nhau, có ba con; bà nội ở cạnh nhà và sẵn sàng giúp.|"
        "~pMẹ một mình lo việc nhà, thu nhập không đều. Họ hàng bên ngoại gần, hay qua lại.|"
        "~pGia đình hòa thuận trước đây, căng thẳng từ khi nợ ngân hàng. Mẹ có thể bảo vệ cháu nếu "
        "được giúp.|"
        "~pGia đình đông con, chỗ ở chật, cha mẹ biết chữ ít; bác trưởng họ có tiếng nói.|"
        "~oÔng bà ngoại nuôi cháu, có ít ruộng nước; các bác ở gần hay giúp.|"
        "~oChú thím nuôi cháu cùng ba con nhỏ, nhà chật nhưng thương cháu.|"
        "~fChưa biết cha mẹ; gia đình đang chăm tạm có kinh nghiệm nuôi con nhỏ.",
    [SAY_SCHOOL] = "~sCháu đi học đều, lực học trung bình, có cô giáo chủ nhiệm quan tâm.|"
                   "~sNghỉ học rải rác từ đầu năm; biết gọi cô giáo khi cần giúp.|"
                   "~sHọc bán trú, cuối tuần mới về nhà; cháu biết nhờ thầy quản lý.|"
                   "~sHọc khá, thích vẽ và đá bóng; cháu nói được điều mình muốn.|"
                   "~sCháu học đuối, ngại hỏi; cần người kèm buổi tối.|"
                   "~yCháu chưa đến tuổi đi học, chưa tự bảo vệ được.|"
                   "~yCháu còn nhỏ, hoàn toàn dựa vào người lớn; đi lớp khi đủ tuổi.",
    [SAY_COMMUNITY] =
        "Bản gần trung tâm, trưởng bản và Hội Phụ nữ quan tâm, hàng xóm sẵn sàng báo tin.|"
        "Bản cách xã 14 km, mùa mưa khó đi; có cộng tác viên và điểm trường.|"
        "Hàng xóm ở thưa, ban ngày mọi người đi nương; điểm trường có cô giáo ở lại.|"
        "Khu dân cư an toàn, công an viên ở cùng bản, đường đi lại thuận lợi.|"
        "Bà con trong bản bênh vực cháu, sẵn sàng cho ở nhờ khi cần.",
    [SAY_NEED] = "Cần người lớn tin cậy ở cùng, khám sức khỏe và được tư vấn vài buổi.|"
                 "Cần hỗ trợ sách vở, quần áo ấm; gia đình cần được hướng dẫn cách dạy con.|"
                 "Cần làm thẻ bảo hiểm y tế, hồ sơ trợ cấp và theo dõi mỗi tháng.|"
                 "Cần nơi ở an toàn trong thời gian ngắn và hỗ trợ ăn, ở.|"
                 "Cần giấy khai sinh, số định danh để hưởng chế độ.",
    [SAY_CHILD] = "~v~s“Cháu muốn ở nhà, mong bố không uống rượu nữa.”|"
                  "~s“Cháu muốn đi học cùng các bạn.”|"
                  "~s“Cháu thích ở với bà, bà nấu ăn ngon.”|"
                  "~s~h“Cháu không muốn mọi người trong bản biết chuyện.”|"
                  "~s~p“Cháu muốn mẹ ở nhà nhiều hơn.”|"
                  "~s~h“Cháu muốn cô giáo đi cùng khi phải kể lại.”|"
                  "~t“Cháu muốn học nghề sửa xe như anh họ.”|"
                  "~yCháu còn nhỏ, chưa nói được ý kiến; yên tâm khi có người quen bế.|"
                  "~yCháu còn nhỏ; quấn bà, chơi ngoan khi có người ở cạnh.",
    [SAY_PARENT] = "~v~pMẹ đồng ý với kế hoạch, mong được giúp để chồng bỏ rượu.|"
                   "~pCha mẹ hứa thay đổi và cho cán bộ đến thăm bất cứ lúc nào.|"
                   "~oÔng bà mong cháu được trợ cấp để đi học hết lớp 9.|"
                   "~p~hGia đình lo điều tiếng, đề nghị giữ kín.|"
                   "~pMẹ sẽ thu xếp việc sau vụ gặt, tạm thời nhờ bà ngoại trông giúp.|"
                   "~oNgười nuôi cháu mong được hướng dẫn làm giấy tờ.|"
                   "~fChưa tìm được cha mẹ để hỏi ý kiến.",
    [SAY_SUMMARY] =
        "~pNguy cơ có thể giảm nếu gia đình được hỗ trợ và cán bộ thăm thường xuyên.|"
        "Cần theo dõi sát trong ba tháng, ưu tiên sự an toàn và việc chăm sóc hằng ngày.|"
        "~p~cGia đình có khả năng bảo vệ cháu khi được tư vấn; chưa cần cách ly.|"
        "Trẻ cần chỗ dựa lâu dài; phối hợp họ hàng, thôn bản và nhà trường.",
    [SAY_MEETING] =
        "~pThống nhất lập kế hoạch hỗ trợ ba tháng; cán bộ trẻ em làm đầu mối, Hội Phụ nữ thăm mỗi "
        "tháng hai lần, trạm y tế khám cho cháu.|"
        "~vGiao công an xã nhắc nhở, yêu cầu gia đình cam kết; nhà trường phân công cô giáo gần "
        "gũi cháu; họp lại sau một tháng.|"
        "Ưu tiên giấy tờ, khám sức khỏe và trợ cấp; trưởng bản báo ngay nếu có điều bất thường.|"
        "~v~pĐồng ý để cháu ở với bà trong thời gian đầu; cha mẹ tham gia lớp kỹ năng làm cha mẹ.|"
        "~h~sChuyển gửi tư vấn tâm lý ở tỉnh; xã hỗ trợ tiền xe cho cháu và người đi cùng.",
    [SAY_VOICES] = "~h~sTrưởng bản đề nghị giữ kín; cô giáo nhận kèm cháu buổi tối.|"
                   "Trạm y tế đề nghị khám lại sau hai tuần. Người chăm sóc đồng ý.|"
                   "~hCông an xã lưu ý theo dõi người gây hại trong thời gian tới.|"
                   "~pHội Phụ nữ nhận giúp mẹ cháu vay vốn chăn nuôi.|"
                   "Đại diện khu dân cư nhận thăm hỏi hằng tuần.",
    [SAY_VISIT_GOOD] =
        "~p~sCháu ở nhà với mẹ, ăn uống bình thường, khoe vở mới được điểm cao.|"
        "~sGặp cháu ở trường, vui hơn lần trước, cô giáo nói cháu đi học đều.|"
        "~v~pNhà cửa gọn hơn, bố đang làm chuồng trại, không thấy uống rượu.|"
        "~vCháu chơi cùng các bạn trong bản, vết bầm đã hết.|"
        "~hNgười nhà nói cháu ngủ ngon, không còn giật mình.|"
        "Đã đưa thẻ bảo hiểm y tế và quần áo ấm cho gia đình.|"
        "~sCháu kể chuyện lớp tự nhiên, hỏi bao giờ được đi đá bóng.|"
        "~v~pMẹ cháu đã dự lớp kỹ năng làm cha mẹ, nói chuyện với con nhẹ nhàng hơn.|"
        "Cháu tăng được một cân, ăn khỏe.|"
        "Trời mưa, đường trơn, vẫn đến được; cháu ở nhà cùng người lớn, yên ổn.|"
        "Cháu khỏe, nhà có người trông cả ngày; hẹn lần thăm tới.",
    [SAY_VISIT_WORRY] =
        "~v~pCháu nói bố lại uống rượu cuối tuần trước; đã nhắc gia đình và nhờ trưởng bản để ý.|"
        "~sCháu nghỉ học ba hôm vì ho, chưa đi khám; đã hẹn trạm y tế ngày mai.|"
        "~pMẹ lại đi làm xa, cháu ở với anh; cần họp gia đình.|"
        "Cháu ho, kém ăn; đã nhờ trạm y tế đến xem ngay chiều nay.",
    [SAY_NOT_HOME] = "Cả nhà đi nương, nhắn lại với hàng xóm.|"
                     "~sCháu ở khu bán trú, sẽ gặp vào thứ sáu.",
    [SAY_REVIEW] = "~vCháu khỏe mạnh, vui vẻ; không có thêm lần nào bị đánh mắng.|"
                   "~sCháu tự tin hơn, có bạn thân, biết gọi cô giáo và số 111 khi cần.|"
                   "Tình trạng tốt hơn nhiều; người chăm sóc chủ động, gọi cán bộ khi cần.|"
                   "Sức khỏe ổn định, đã có giấy tờ và trợ cấp; người chăm sóc chu đáo.|"
                   "~sCháu đi học đều, theo kịp bài; ở nhà yên ổn.",
    [SAY_SAFE_HOME] = "~v~pNhà an toàn, có bà và bác ở gần; bố giữ cam kết.|"
                      "~hNgười gây hại không còn đến gần cháu; hàng xóm để ý giúp.|"
                      "Nơi ở an toàn, có người lớn thường xuyên bên cháu; tiếp tục theo dõi.|"
                      "~bKhu bán trú đã có người trực; các bạn đối xử tốt với cháu.",
    [SAY_SAFETY] =
        "~pĐưa cháu sang nhà bác ruột cách đó 300 m, có mẹ đi cùng; công an viên nhắc nhở gia "
        "đình.|"
        "~pCháu đang ở trạm y tế cùng mẹ, có người trực đêm.|"
        "~s~pCô giáo cho cháu ở lại khu bán trú hai tối, mẹ ở cùng.|"
        "~vTrưởng bản nhận trông cháu tại nhà; bố đã được công an mời làm việc.|"
        "Trạm y tế chăm sóc cháu, Hội Phụ nữ cử người trực đêm; cán bộ gọi điện hai lần mỗi ngày.",
    [SAY_EMERGENCY] =
        "~vĐến nơi lúc cháu đang ở nhà hàng xóm. Công an xã giữ trật tự, trạm y tế sơ cứu, sau đó "
        "đưa cháu về nhà bà.|"
        "~vCháu được khám tại trạm, không có thương tích nặng. Bố đã bình tĩnh, cam kết bằng văn "
        "bản.|"
        "~t~pĐã gặp được cháu, đưa về trụ sở xã cho ăn uống, nghỉ ngơi, gọi mẹ đến đón.|"
        "~pBố trí phòng nghỉ ở trạm y tế cho hai mẹ con qua đêm; Hội Phụ nữ cử người ở cùng.|"
        "~vCông an lập biên bản, người gây hại rời khỏi nhà trong đêm; cháu an toàn cùng bà.|"
        "Cháu được khám tại trạm y tế, sức khỏe ổn định; bố trí người chăm suốt đêm.",
    [SAY_SEPARATE] =
        "Người chăm sóc là người gây hại, chưa nhận ra sai phạm, cháu sợ phải về nhà.|"
        "Nguy cơ cháu tiếp tục bị đánh còn cao khi bố chưa cai rượu; cần thời gian để gia đình "
        "thay đổi.|"
        "Gia đình từ chối để cán bộ đến thăm; cháu cần được an toàn trong lúc lập kế hoạch.",
    [SAY_RETURNED] = "Nêu rõ nơi chịu trách nhiệm từng việc và thời hạn.|"
                     "Kinh phí hỗ trợ chưa ghi nguồn; bổ sung rồi trình lại.|"
                     "Cần ghi thêm ý kiến của mẹ cháu và lịch thăm cụ thể.|"
                     "Bổ sung phần tư vấn cho cha mẹ trước khi duyệt.",
    [SAY_ADJUST] = "Gia đình chuyển chỗ ở tạm sang nhà bà ngoại, lịch thăm phải đổi.|"
                   "~sCháu trở lại trường sớm hơn dự kiến, cần thêm hỗ trợ chi phí học tập.",
    [SAY_NOT_TRUE] = "Đến tận nhà, gặp cháu và hàng xóm: cháu khỏe, không có việc như tin báo; "
                     "người báo nghe nhầm.|"
                     "Cháu ngã khi chơi bóng, có thầy giáo chứng kiến; gia đình chăm sóc tốt.|"
                     "Tin do mâu thuẫn giữa hai nhà; cháu được chăm sóc bình thường.",
    [SAY_NOT_OURS] =
        "Người được báo đã trên 16 tuổi; chuyển bộ phận trợ giúp xã hội.|"
        "Gia đình cần hỗ trợ nhà ở, không có việc cần bảo vệ trẻ em; đã chuyển bộ phận phụ trách.|"
        "Việc thuộc giải quyết chế độ, đã hướng dẫn gia đình làm hồ sơ trợ cấp.",
    [SAY_NOT_ENOUGH] = "Chưa gặp được gia đình vì đi nương xa; hẹn quay lại cùng trưởng bản.|"
                       "Người báo chưa nhớ rõ tên cháu; đang hỏi thêm nhà trường.",
    [SAY_CLOSE] = "Gia đình đã chuyển hẳn về quê, không tìm được nơi ở mới sau nhiều lần hỏi.|"
                  "Cháu đã đủ 16 tuổi, đi học nghề ở tỉnh; chuyển hỗ trợ theo chế độ khác.|"
                  "Trùng với hồ sơ đã có của cùng cháu.",
    [SAY_REOPEN] = "~vCô giáo báo cháu lại có vết bầm sau khi hồ sơ kết thúc.|"
                   "~v~pBố uống rượu trở lại, bà nội gọi điện nhờ xã giúp.|"
                   "~sCô giáo báo cháu lại nghỉ học nhiều buổi, gọi gia đình không được.|"
                   "Cộng tác viên báo cháu lại ở nhà một mình nhiều ngày.",
    [SAY_MOVED] = "Cháu theo mẹ về ở với ông bà ngoại; đã gửi bản sao các bước đã làm và số điện "
                  "thoại liên hệ.|"
                  "Việc xảy ra tại nơi ở của gia đình bố; đề nghị nơi nhận xác minh ngay.",
    [SAY_CARRY] =
        "~h~sCháu cần được tư vấn nhẹ nhàng, có người thân đi cùng; không hỏi lại việc đã kể.|"
        "Đề nghị khám tổng quát và hẹn tái khám; gia đình không có tiền xe.|"
        "~hCần trợ giúp viên pháp lý trao đổi với gia đình trước khi làm việc với cơ quan khác.",
    [SAY_ANSWER] = "Đã nhận, hẹn gặp cháu trong tuần.|Đã khám, gửi kết quả về trạm y tế xã.|"
                   "Đã cử người phụ trách và có lịch tư vấn ba buổi.",
    [SAY_MONITOR] = "Cán bộ và Hội Phụ nữ thăm xen kẽ; cô giáo nhắn tin mỗi tuần; họp rút kinh "
                    "nghiệm hằng tháng.|"
                    "Thăm theo lịch, gọi điện giữa các lần; trưởng bản báo ngay khi có việc lạ.",
    [SAY_BEFORE] = "~pHàng xóm đã sang hỏi thăm và cho cháu ăn cơm.|"
                   "~sCô giáo đã cho cháu ở lại lớp và gọi gia đình.|"
                   "~hChưa ai làm gì, sợ gia đình giận.|"
                   "~pBà đã đưa cháu về nhà mình.|"
                   "~fNgười phát hiện đã bế bé về nhà, cho uống sữa và báo xã.|"
                   "~oHọ hàng thay nhau trông cháu.",
    [SAY_STATE] = "~h~pCháu tỉnh táo, hơi hoảng sợ, đang ở cùng bà.|"
                  "~v~pCó vết bầm ở tay, không chảy máu; mẹ đang ở cùng.|"
                  "~hCháu mệt, đói; chưa rõ có bị thương không.|"
                  "Sức khỏe bình thường.|"
                  "~fBé khỏe, da hồng, bú được.|"
                  "~oCháu khỏe, quần áo thiếu ấm.",
    [SAY_RISK] = "~vNếu không giúp, cháu có thể tiếp tục bị đánh.|"
                 "~sCháu có thể bỏ học hẳn.|"
                 "Cháu có thể bị ốm vì thiếu ăn, thiếu ấm.|"
                 "~tCháu có thể bỏ nhà đi.",
    [SAY_SAFE_TIME] = "Gọi buổi trưa, sau 12 giờ; không nhắn tin.|Gọi qua cô giáo.|Chỉ gọi số này, "
                      "gặp riêng ở trường.|"
                      "Lúc nào cũng được.",
    [SAY_WHY_CALM] =
        "Việc xảy ra đã lâu; hiện bà nội ở cùng và bảo vệ được cháu.|"
        "Gia đình hợp tác ngay, người chăm sóc đã rời nhà đi làm; cháu an toàn trước mắt.",
    [SAY_HOME] = "Nhà sàn ba gian, có chỗ ngủ riêng cho cháu; làm hai vụ ruộng và nuôi lợn.|"
                 "Nhà xây cấp bốn, cách trường 500 m; hai vợ chồng có lương.|"
                 "Nhà gỗ chắc chắn, có vườn; các con đã lớn, đi làm ăn ổn định.",
    [SAY_WISH] =
        "Mong nuôi cháu học hết cấp hai rồi cho học nghề.|Nhận cháu vì là con của em ruột.|"
        "Muốn chăm một cháu nhỏ, trai gái đều được.",
    [SAY_HEALTH] = "Cháu khỏe, tiêm chủng đủ mũi.|Hay ho khi trời lạnh, đã khám tại trạm.|"
                   "Thể chất bình thường, hơi nhẹ cân.",
    [SAY_MIND] =
        "Vui vẻ, quấn người chăm sóc.|Còn nhớ mẹ, tối hay hỏi.|Rụt rè lúc đầu, nay đã quen.",
    [SAY_LEARN] = "~sĐi lớp đều, được cô khen.|~sMới chuyển trường, đang làm quen bạn.|"
                  "~yChưa đến tuổi đi học, gửi nhà trẻ buổi sáng.",
    [SAY_CARE] = "Bà ngoại chăm, ăn ngủ đúng giờ nhưng bà yếu.|Hiện ở nhờ nhà bác, nhà đông người.|"
                 "Cháu đang ở cơ sở trợ giúp xã hội, được chăm sóc đủ.",
    [SAY_KIN] = "Có bác ruột và cô ở cùng bản; họ hàng đồng ý cho người nhận chăm cháu.|"
                "Họ hàng ở xa, ít liên lạc.|Ông bà nội ngoại đã mất, còn chú ruột.",
    [SAY_LIVING] = "Có góc học tập, giường riêng, bếp sạch; bữa ăn đủ.|"
                   "Nhà chật nhưng gọn; cháu ngủ cùng con gái của gia đình.|"
                   "Điều kiện tốt, có nước sạch, gần điểm trường.",
    [SAY_CARER] = "Gia đình hòa thuận, có kinh nghiệm nuôi con, hiểu việc mình nhận.|"
                  "Người nhận nhiệt tình, cần thêm lớp kỹ năng.|Hai vợ chồng thống nhất, hàng xóm "
                  "nhận xét tốt.",
    [SAY_CARER_NO] = "Nhà đang có người bị xử lý vì bạo lực gia đình.|"
                     "Sức khỏe người nhận không bảo đảm để chăm trẻ nhỏ.",
    [SAY_PAPERS] = "Thiếu giấy khám sức khỏe.|Cần bổ sung xác nhận nơi cư trú.",
    [SAY_END_CARE] = "Mẹ cháu đã ổn định chỗ ở và việc làm, mong đón con về; cháu cũng muốn.|"
                     "Người nhận ốm nặng, xin thôi chăm sóc.|Cháu đã đủ 16 tuổi và đi học nghề.",
    [SAY_CARER_REPORT] = "Cháu ăn khỏe, học đều, gọi vợ chồng tôi là bác. Chưa ốm lần nào.|"
                         "Cháu ngoan, biết giúp việc nhà; mong được hỗ trợ thêm sách vở.|"
                         "Cháu đã quen nhà, cuối tuần được về thăm bà.",
    [SAY_WITHDRAW] =
        "Gia đình có việc, chưa thể nhận cháu lúc này.|Con gái lớn sắp sinh, nhà không đủ chỗ.",
};

const char *demo_pool(enum demo_pool pool)
{
    return pools[pool];
}

/* ~y under 6, ~s 6 and over, ~t 12 and over; ~v violence by a carer, ~h harm by anybody, ~b at
 * school; ~p parents alive and known, ~o orphaned, ~f foundling; ~c no emergency. */
static bool tag_fits(char tag, const struct demo_person *p)
{
    const struct demo_theme *h = p->theme;
    bool orphan = h && h->orphan, foundling = h && h->foundling;
    switch (tag) {
    case 'y':
        return p->age < 6;
    case 's':
        return p->age >= 6;
    case 't':
        return p->age >= 12;
    case 'v':
        return h && h->carer && streq(h->forms, "bao_luc");
    case 'h':
        return h && !streq(h->subject, "hcdb") && !foundling;
    case 'b':
        return h && streq(h->setting, "nha_truong");
    case 'p':
        return !orphan && !foundling;
    case 'o':
        return orphan;
    case 'f':
        return foundling;
    default:
        return !p->emergency;
    }
}

bool demo_fits(struct str *text, const struct demo_person *p)
{
    while (text->n > 2 && text->p[0] == '~') {
        if (!tag_fits(text->p[1], p))
            return false;
        *text = (struct str){text->p + 2, text->n - 2};
    }
    return true;
}

/* ---- slots ----------------------------------------------------------------------------------- */

static const char *slot_text(struct arena *a, const struct demo_person *p, struct str name)
{
    if (str_is(name, "chau")) {
        const char *given = p->name ? strrchr(p->name, ' ') : NULL;
        return given ? arena_printf(a, "cháu%s", given) : "cháu bé";
    }
    if (str_is(name, "ban"))
        return p->village;
    if (str_is(name, "truong"))
        return p->age < 6 ? "trường mầm non" : p->age < 11 ? "trường tiểu học" : "trường THCS";
    if (str_is(name, "tuoi"))
        return arena_printf(a, "%d", p->age);
    return p->commune;
}

const char *demo_say(struct arena *a, struct str text, const struct demo_person *p)
{
    enum { MOST = 2000 };
    struct buf b = buf_in(a, MOST);
    while (text.n > 2 && text.p[0] == '~')
        text = (struct str){text.p + 2, text.n - 2};
    for (const char *s = text.p, *end = text.p + text.n; s < end; s++) {
        const char *close = *s == '{' ? memchr(s, '}', (size_t)(end - s)) : NULL;
        if (!close) {
            buf_putc(&b, *s);
            continue;
        }
        buf_puts(&b, slot_text(a, p, (struct str){s + 1, (size_t)(close - s - 1)}));
        s = close;
    }
    return b.p;
}
