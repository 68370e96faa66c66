using StationBot.Handling.Cases;
using StationBot.Handling.Deadlines;
using StationBot.Handling.Messages;
using StationBot.Tests.Handling.Loop;
using StationBot.Tests.Understanding;

namespace StationBot.Tests.Conversations;

/// <summary>
/// What people of all ages and places answer to 解决了吗 and 满意吗: plainly, in dialect, in mockery, by a sign, by voice without any mark. What is unclear is never
/// counted as solved or as content: it is asked for once more.
/// </summary>
public sealed class VerdictWordsTests
{
    private readonly Case _one = LoopCase.In(CaseStatus.AwaitingEvaluation).Case;
    private readonly Conversation _chat;

    public VerdictWordsTests()
    {
        _chat = new Conversation(sorter: Sorting.Offline) { Resident = _one.ResidentId };
        _chat.Cases.Save([_one]);
        _chat.Remember(m => m.CaseNo = m.Evaluating = _one.Number!.Value.Value);
    }

    private (CaseStatus, Solved, Satisfaction) Stands => (_one.Status, _one.Facts.Solved, _one.Facts.Satisfaction);

    /// <summary>It is not, or not any more, whatever else is said.</summary>
    public static TheoryData<string> Unsolved => Each("""
        修是修了，第二天又坏了|修是修了第二天又坏了|他们说修了，其实没有|他们说修了其实没有|修了，没修好|修了没修好|修了也没好|修了跟没修差不多|说是修好了，我去看没亮|说是修好了，我去看还是黑的|谢谢，不过灯没亮|
        谢谢你们，可是还没修|没看出变化|没看出有啥变化|看不出哪里修了|好倒是好了，可惜只亮了一晚上|好了几天，又不行了|好了两天又老样子|管了三天又不行了|👎|👎👎👎|👎🏻|❌|解决啥子嘛，还是烂的|解决个铲铲|
        莫得，还是老样子|冇解决，仲系咁样|未解决|仲未整好|没整好，还那样|还没弄好嘞|木有解决|没嘞，还堵着呢|没捏|咋可能解决，人都没来过|就来拍了个照就走了|来了两个人看了看就走了|来看了一眼就走了，啥也没干|
        人是来了，活没干|来是来了，啥也没修|白跑一趟|让我白跑了一趟|打了电话说修好了，回家一看还是坏的|工单写已办结，实际上没人来|你们系统显示办结了，我这里还是臭的|回复说已处理，我看没处理|说处理好了，根本没处理|
        答复说清了，其实垃圾还在那儿|说修说修，到现在没修|修了等于没修|修了又坏|修好没两天又坏了|修好了没到一个星期又漏了|刚修好那天还行，昨天又不行了|开始好了，后来又不行了|头天修好，第二天就坏|一下雨又漏了|晚上又不亮了|
        没有，更严重了|没有反而更臭了|越弄越糟|原来坏一盏现在坏三盏|还不如以前|解决了个寂寞|真是太好了，又停水了|你们真厉害，修了三次还是漏|哪有解决|哪里修好了嘛|没人管|没人来过|等了半个月没人来|到现在都没动静|
        一直没来修|压根没来|没有没有没有|没|没呢|没得|没有啊你们没来人啊|no|还没|还没呢|暂时没有|目前没有|到今天还没有|不行|不行啊 还是漏|没解决！！！|根本没解决😡|没有😭|还是漏水🙄|没解决，谢谢|
        没有，谢谢你们|谢谢关心，还没有|不好意思，没有解决|老师你好，没有解决呢|您好还没有解决|没修好，但师傅态度挺好|态度挺好，就是没修好|态度倒是好，问题没解决|人挺好的，事没办成|满意？没修好怎么满意|修好了但是又坏了|
        修好了，昨晚又灭了|弄好了三天，今早又堵上了|好了又坏，坏了又好，现在又坏了|來過人，沒修好|還是沒解決|光来人了没干活|电话里说好了，过来一看原封没动|师傅来过，说没零件，走了|修完更差了|俺们这还是老样子嘞|
        冇用，过两日又塞咗|我看是没解决|你们说解决了我可没看到|不是说修好了吗，怎么又坏了|修好了三天就又不亮了|一点没好|一点都没好|没好利索|问题没解决，态度倒挺好|你们就会糊弄老百姓|走过场罢了|来人看了说修不了|
        没有解决，不满意|没解决不满意|没修好还说满意，笑话|解决个屁，你们这群骗子|没解决，一群饭桶|
        昨个修好今儿个又不中了|修过了 没得用|师傅来弄了半天 还是不亮|忙活半天白忙活|来是来过了 就是没弄好|唉 又不行了|只管了两天|顶了一个星期就又漏了|回访电话说办结了 可垃圾一点没少|说已经安排了 到现在没见人|
        没人鸟我|依然没有解决|仍未解决|尚未解决|未处理|没动|动都没动|拖着不办|还在拖|一拖再拖|推来推去没人管|骗人的|假的|你们来看看吧，还是老样子|越修越坏|修完了比原来还差|没弄干净|没修到位|半个月了还没好|
        都一个月了还是黑灯瞎火|灯还没亮呢|灯没修|垃圾还在|垃圾没人拉|路还是烂的|坑还在|修好了又坏了，白修|好了不到一天|亮了一天就灭了|亮了一晚又黑了|亮了两天，又瞎了|通了一下又堵了|感谢你们来修，可惜没修好|
        谢谢领导关心，问题还没解决|真是谢谢你们了，修得越来越差|服务态度很好，就是没给修|人很客气，事没办|来人态度很好，但是没修|你们动作倒快，可是没弄好|修好了一个礼拜不到又坏了|说好修的没修|没好，还那个样|没好转|刚修好就被偷了|刚弄好又坏了|还在往外冒水|到现在一分钱没给
        """);

    /// <summary>Some of it.</summary>
    public static TheoryData<string> Partly => Each("""
        修了一半|好了一半|好一点了|好点了，没全好|比以前好点，还是有味|好多了，但还有点味|三盏修了两盏|五盏灯亮了三盏|修了两盏，还差一盏|一楼好了二楼没好|补了个坑，别的坑没补|部分解决|解决了一部分|解决了大部分|
        差不多解决了|基本解决|基本解决了，谢谢|算解决了一半吧|有时好有时坏|一阵好一阵坏|时好时坏|勉强算解决|没彻底解决|没有完全好|好了七成|
        解决一半|解决了一点点|有点改善|稍微好点|好些了|比之前强点|修了，但没全修|修了东边没修西边|前面修了后面没修|清了一部分|还剩一盏没修|有几盏还是不亮|大部分好了|有改善但没根治|轻了点，还是吵|不臭了，就是还有苍蝇|不漏了，还有点渗|只补了三百块|还有三袋没拉走
        """);

    /// <summary>It is.</summary>
    public static TheoryData<string> Solved_ => Each("""
        解决了|解决啦|解决了👍|👍|👍👍|👍🏻|👌|✅|好了|好了好了，谢谢|已经好了|修好了修好了谢谢啊|修好咯|弄好咯|搞定咯|整好了|整好嘞|妥了|妥妥的|搞掂晒|搞掂咗|整好咗，多谢晒|解决咯，多谢哦|亮了亮了|
        亮了，谢谢师傅|今天亮了|晚上亮堂堂的|现在不漏了|不漏了，谢谢|来水了|通了|路平了|垃圾拉走了|清干净了|都清干净了谢谢你们|昨天来人修好了|昨天师傅来换了灯，亮了|刚才师傅来换了新的，好使了|可以了|行了|嗯嗯|嗯|
        是的|对|是的解决了|解决了 解决了|这次真解决了|总算解决了|终于修好了，等了一个月|终于好了！|费了老大劲，总算是弄好了|虽然慢，但修好了|慢是慢了点，修好了|虽然拖了很久，但是解决了|没想到真给修好了|没有问题了|
        没问题|没毛病|前几天坏的，昨天修好了，谢谢|上次没修好，这次修好了|之前又坏了一次，现在彻底修好了|本来说没零件，后来又来给换好了|不臭了|没味了|解決了，謝謝|解决了，拖了两个月|路灯好了|灯亮了，谢谢|楼道灯好了|
        水通了|早就好了|昨天就好了|好几天了没再坏过|修好了，又快又好，谢谢|修好了，没收钱，谢谢师傅|他们说修不好，结果修好了，没花钱|很快修好了|来人把垃圾拉走了|好了，没想到这么快|好了，没什么意见|修好了，没问题了|
        修好了，希望别再坏了|解决了，满意|解决了满意|解决了，一般满意|解决了，但是太慢了|
        已解决|处理好了|弄好了|修理好了谢谢|灯都亮了|水清了|不吵了|安静了|没臭味了|干净了|填平了|电梯能用了|来电了|工资发了|钱退了|钱到账了|办下来了|证办好了|师傅刚走，修好了|修好了 师傅很认真|好了好了|解决咧|
        弄好嘞|中了|有人来修好了|派人来修了，好了|没再漏了|正常了|今天早上来清的，干净了|效率挺高，当天就修好了|第二天就修好了|催了几次，修好了|反映了好几次终于解决了|一开始没修好，后来又来修好了|
        之前说没解决，现在解决了|现在修好了|早就好了多谢惦记|好了，谢谢挂念|大拇指|给师傅竖大拇指|车拖走了|没再闻到味了|钱补上了|洞堵上了|噪音停了|不吵了，还不错
        """);

    /// <summary>Not looked, not meant, only heard, only hoped, only thanks, only a question.</summary>
    public static TheoryData<string> Unclear => Each("""
        修好了再找我|反正你们写的解决了|明天修好了我再告诉你|满意了你们就走人吧|我眼睛不好看不清，等我问问邻居|说不满意那是假话|
        前两天好的，今天又没水了|白天好的，一到晚上就不亮|解决了？我怎么不知道|呵呵，解决了，解决得真好，灯还是黑的|修了，但没修到点子上|哦，可是我家门口还是黑的|白天好了，晚上不行|临时弄了一下|先用木板盖上了，还没正式修|
        算是解决了吧|解决是解决了，但不彻底|我自己修好了|我自己找人修的|嗯？|什么？|哪件事？|啊？|不知道|不晓得|不清楚啊|我没去看|我出差了，回去看看|等我晚上看看|晚上回去看看再说|还不知道，要下雨才看得出来|
        再观察几天|等等看，过几天再说|先看看吧|过两天再说|试试看|谢谢|谢谢🙏|🙏|好的|好|好的谢谢|收到|知道了|呵呵|哈哈|随便|无所谓|算了|不想说|别再问了|别烦我|不要再问我了|问问问，烦不烦|你说呢|你们自己看|
        你自己去看啊|你们心里没数吗|自己来看看不就知道了|解决没解决你们不知道吗|解决了吗？|修好了吗|修好了没|是不是解决了我也不知道|解决了没有我不清楚|听说解决了|应该解决了吧|好像好了|可能好了吧|估计修好了|
        他们说解决了|物业说修好了|说是修好了|说修好了我还没去看|邻居说好了|但愿解决了吧|希望解决了|要是解决了就好了|能解决就好了|解决了我还找你们干嘛|如果解决了我会找你吗|才怪|你猜|怎么说呢|一言难尽|难说|不好说|
        说不准|解决是解决了|修是修了|修是修了…|修是修了，可是|来人了|来过人了|师傅来过了|在修了|正在修|快修好了|明天来修|说明天来|等着呢|😊|😡|你听好了|修好了我还没回家看|我不在家，邻居说修好了|
        修好了三盏，还有两盏不亮|就换了个灯泡，还是不亮|说要等批经费|说下个月再来弄|一直没人联系我|电话都没打一个|打电话问了说不归他们管|没修好，但态度我满意|
        一下雨还是漏|白天不吵了晚上还吵|我问问家里人|我妈住那，我问问|得等下雨才知道|明天我去瞅瞅|没注意|还没注意看|不是我反映的|打错了|你们啥时候来|什么时候修|什么时候能修好|听说这周来修|
        他们答应修|说是明天修好|师傅说修好了|群里说修好了|算解决了吧应该|我估摸着是修了|修没修我不知道|看着像修了|解决得可真快，就是解决不了问题|通了两小时，现在又不来水|说好上周来修的|好什么好|好啥呀|解决了还用问吗|
        要解决了我还投诉|你看像解决了吗|算哪门子解决|也叫解决？|这叫修好了？|这也算修好了|就这还叫处理完了|修了个大概|只处理了表面|凑合修了一下|修是修了，不知道能管几天|好是好了，不知道能撑多久|暂时好了|
        修了，不亮|等灯亮了我自然满意|别人家的都解决了，就我们这没有|假装解决了|纸面上解决了|我妈说亮了，我晚上回去看看|行吧，就这样吧，我也懒得说了|马上就好了|差一点就解决了|疏通了，楼下又返水|
        满意，等亮了再说|很满意，就等灯亮了|满意满意，赶紧来修吧|满意，什么时候来修|谢谢，满意，麻烦尽快修|给你们好评，快来修吧|五星好评求修灯|满意，修好再说|等修好了再评|修好了再通知我|修好了给满意|早该解决了|
        别的楼都亮了，我们楼没有|表面上是好了|临时解决了|算解决了吧，先凑合着|好了，上午又困人|
        目前看是好了，再观察|装上了，不会用|装了，没通电|灯换了，没电|换了新灯，可惜装错位置|修错地方了|你说的不是我那件|答非所问|没回答我的问题|满意?|满意吗|解决了?|修好了?|都好了？|五十分|三颗星|大拇指朝下|又堵了|水停了
        """);

    /// <summary>After 解决了.</summary>
    public static TheoryData<string> Content => Each("""
        满意|满意满意|很满意👍|👍|👍👍👍|非常满意 谢谢|满意的|挺好的|不错|好评|五星好评|点赞|没得说|巴适|巴适得很|安逸|好得很|杠杠的|嘎嘎好|老好了|满意咯|中，满意|得劲|棒棒哒|给力|超级满意|满意，谢谢代表|
        师傅人很好，满意|办得漂亮，谢谢|挺满意，就是慢了点|满意！|满意啊，修得挺好|还蛮满意的|满意得很|挺满意的谢谢你们|满意谢谢|必须满意|当然满意|五颗星|100分|满意，但是太慢了|
        满意，好评|满意的很|都挺好|服务很好|很到位|真不错，点赞|满意满意满意|没毛病，满意|很好很好|非常好|太好了谢谢|感谢政府，满意|满意哈|满意哦|满意|很快，满意|大拇指|竖个大拇指|95分|九十多分|满意度100%|满意度百分之百
        """);

    /// <summary>After 解决了.</summary>
    public static TheoryData<string> Fairly => Each("""
        基本满意|还行|还可以吧|一般|一般般|马马虎虎|凑合吧|过得去|将就|还凑合|说得过去|勉强满意|及格吧|还好|还行吧|一般吧|中规中矩|
        凑合吧，慢了点|就一般|可以接受|还过得去|勉勉强强|基本还行|六十分|四星|四颗星吧|七十五分|85分
        """);

    /// <summary>After 解决了.</summary>
    public static TheoryData<string> Unhappy => Each("""
        不满意|不太满意|不咋满意|👎|差|差评|能满意才怪|满意个锤子|满意？呵呵|一点都不满意|不满|很不满|不是很满意|谈不上满意|没法满意|满意不了|不高兴|不爽|失望|很失望|心寒|态度差|态度太差了|服务态度恶劣|零分|
        0分|一星|差劲|拉胯|唔满意|唔系好满意|不得劲|不巴适|不|不怎么样|不好|满意什么呀|很不满意！！|不满意，太慢|太差了|差劲透了|我不满意你们的态度|反正我不满意|
        不咋样|太拖了，不满意|不满意，态度差|肯定不满意|当然不满意|能不能不满意|不是很满意，来了三趟|非常差|差得很|太失望|一肚子气|气死了|不及格|给负分|打零分|差评差评|相当不满意|极度不满意|一万个不满意|
        真的很不满意|不满意！！！|满意度零|满意度0|满意度很低|谁满意谁傻|谁要满意谁傻|两星|两颗星|三十分|20分|最多给一颗星
        """);

    /// <summary>After 解决了: no praise that could be counted.</summary>
    public static TheoryData<string> Neither => Each("""
        🙏|谢谢|好的|收到|就那样|不算差|太慢了|拖了两个月，你说呢|这能叫满意？|😡|算了不说了|投诉了三回才来，你说满意不满意|说满意吧拖了三个月，说不满意吧也修了|要是快点就满意了|再快点就满意了|修好了我就满意|
        满意吗？|你觉得呢|不能说满意也不能说不满意|没啥满意不满意的|领导满意就行|你们满意就好|我敢不满意吗|我能说不满意吗|不敢不满意|满意得很，三天两头坏|满意满意，你们最棒了，就是灯没亮|态度满意，效率不满意|
        师傅满意，物业不满意|一半满意一半不满意|满意，不过昨天又坏了|别问了|再说吧|不好说|怎么说呢|满意谈不上，凑合|谈不上满意不满意|敷衍|糊弄|什么态度|满意个头|谁满意了|呵呵，满意|😠👎|不满意，一帮废物|
        满意才怪了|你觉得我能满意吗|这也叫满意|拖了半年谁能满意|说满意你信吗|满不满意就那么回事|随便填|都行|态度满意，结果不满意|满意是满意，就是等太久|满意？你们自己信吗|那我只能说满意了|不满意又能怎样|
        我说不满意有用吗|必须满意呀，敢不满意吗|谈不上满意也谈不上不满意|满意个鬼|想让我满意就赶紧修好|什么时候修好什么时候满意|除了满意我还能选啥|五分满意|满意度为零|满意度0|去市里反映|就这水平|呵|无语|服了|满意?|满意？|满意吗|五十分|三颗星|三星吧|45分|十分|八分|谁满意谁签字|一分钱没花|大拇指朝下
        """);

    [Theory, MemberData(nameof(Unsolved))]
    public async Task It_is_not_solved(string words)
    {
        await _chat.SayAsync(words);

        Assert.Equal((CaseStatus.Rework, Solved.No), (_one.Status, _one.Facts.Solved));
    }

    [Theory, MemberData(nameof(Partly))]
    public async Task A_part_of_it_is(string words)
    {
        await _chat.SayAsync(words);

        Assert.Equal(Solved.Partly, _one.Facts.Solved);
        Assert.NotEqual(CaseStatus.Rework, _one.Status);
    }

    [Theory, MemberData(nameof(Solved_))]
    public async Task It_is_solved(string words)
    {
        await _chat.SayAsync(words);

        Assert.Equal(Solved.Yes, _one.Facts.Solved);
        Assert.NotEqual(CaseStatus.Rework, _one.Status);
    }

    [Theory, MemberData(nameof(Unclear))]
    public async Task What_is_unclear_is_neither_solved_nor_content_and_the_question_stands(string words)
    {
        var said = await _chat.SayAsync(words);

        Assert.NotEqual(Solved.Yes, _one.Facts.Solved);
        Assert.NotEqual(CaseStatus.Completed, _one.Status);
        Assert.False(_one.Facts.Satisfaction is Satisfaction.Satisfied or Satisfaction.Basic);
        Assert.True(_one.Facts.Solved != Solved.Unasked || said.Contains("解决了吗", StringComparison.Ordinal) || said.Contains("再告诉我", StringComparison.Ordinal) || said.Contains("不评也可以", StringComparison.Ordinal), said);
    }

    [Theory, MemberData(nameof(Content))]
    public async Task They_are_content(string words)
    {
        await _chat.SayAsync("解决了");

        await _chat.SayAsync(words);

        Assert.Equal((CaseStatus.Completed, Solved.Yes, Satisfaction.Satisfied), Stands);
    }

    [Theory, MemberData(nameof(Fairly))]
    public async Task They_are_fairly_content(string words)
    {
        await _chat.SayAsync("解决了");

        await _chat.SayAsync(words);

        Assert.Equal((CaseStatus.Completed, Solved.Yes, Satisfaction.Basic), Stands);
    }

    [Theory, MemberData(nameof(Unhappy))]
    public async Task They_are_not_content(string words)
    {
        await _chat.SayAsync("解决了");

        await _chat.SayAsync(words);

        Assert.Equal((CaseStatus.Rework, Solved.Yes, Satisfaction.Dissatisfied), Stands);
    }

    [Theory, MemberData(nameof(Neither))]
    public async Task Praise_that_may_be_none_ends_nothing(string words)
    {
        await _chat.SayAsync("解决了");

        await _chat.SayAsync(words);

        Assert.NotEqual(Satisfaction.Satisfied, _one.Facts.Satisfaction);
    }

    /// <summary>Both are said at once: nothing is asked that was told.</summary>
    [Theory]
    [InlineData("终于修好了，等了一个月，差评")]
    [InlineData("修好了，给个差评")]
    [InlineData("修好了，但是态度太差，不满意")]
    [InlineData("修好了，态度太差")]
    [InlineData("解决了，很失望")]
    public async Task It_is_solved_and_they_are_not_content(string words)
    {
        var said = await _chat.SayAsync(words);

        Assert.Equal((CaseStatus.Rework, Solved.Yes, Satisfaction.Dissatisfied), Stands);
        Assert.DoesNotContain("再问一句", said, StringComparison.Ordinal);
        Assert.Contains("哪里不满意", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("满意?")]
    [InlineData("满意？")]
    [InlineData("满意吗")]
    [InlineData("解决了?")]
    [InlineData("修好了？")]
    public async Task A_question_is_no_verdict_and_nothing_to_be_kept(string words)
    {
        Assert.EndsWith("这件事解决了吗？", await _chat.SayAsync(words), StringComparison.Ordinal);
        Assert.DoesNotContain(words, _one.RawText, StringComparison.Ordinal);
        await _chat.SayAsync("解决了");

        Assert.EndsWith("这次办理您满意吗？", await _chat.SayAsync("满意？"), StringComparison.Ordinal);
        Assert.Equal((CaseStatus.AwaitingEvaluation, Solved.Yes, Satisfaction.None), Stands);
    }

    [Fact]
    public async Task A_question_that_nobody_asked_for_is_no_verdict_either()
    {
        _chat.Remember(m => m.Evaluating = null);

        Assert.EndsWith("这件事解决了吗？", await _chat.SayAsync("满意？"), StringComparison.Ordinal);
        Assert.Equal((CaseStatus.AwaitingEvaluation, Solved.Unasked, Satisfaction.None), Stands);
    }

    [Theory, InlineData("五十分"), InlineData("三颗星"), InlineData("八分")]
    public async Task A_mark_in_the_middle_is_kept_and_asked_for_in_words(string words)
    {
        await _chat.SayAsync("解决了");

        Assert.EndsWith("这次办理您满意吗？", await _chat.SayAsync(words), StringComparison.Ordinal);
        Assert.EndsWith(words, _one.RawText, StringComparison.Ordinal);
        await _chat.SayAsync("基本满意");
        Assert.Equal((CaseStatus.Completed, Solved.Yes, Satisfaction.Basic), Stands);
    }

    [Theory, InlineData("好了"), InlineData("好了，谢谢"), InlineData("都好了"), InlineData("清走了"), InlineData("亮了")]
    public async Task Good_news_before_the_question_are_a_yes(string words)
    {
        _chat.Remember(m => m.Evaluating = null);

        Assert.EndsWith("这次办理您满意吗？", await _chat.SayAsync(words), StringComparison.Ordinal);
        Assert.Equal((CaseStatus.AwaitingEvaluation, Solved.Yes, Satisfaction.None), Stands);
    }

    [Theory, InlineData("好的"), InlineData("好"), InlineData("谢谢"), InlineData("好了吗")]
    public async Task What_only_sounds_like_good_news_before_the_question_is_no_yes(string words)
    {
        _chat.Remember(m => m.Evaluating = null);

        await _chat.SayAsync(words);

        Assert.Equal((CaseStatus.AwaitingEvaluation, Solved.Unasked, Satisfaction.None), Stands);
    }

    [Theory, InlineData(CaseStatus.Replied), InlineData(CaseStatus.CommitmentTracking)]
    public async Task Good_news_that_cannot_be_judged_yet_are_kept(CaseStatus status)
    {
        var one = LoopCase.In(status).Case;
        var chat = new Conversation(sorter: Sorting.Offline) { Resident = one.ResidentId };
        chat.Cases.Save([one]);
        chat.Remember(m => m.CaseNo = one.Number!.Value.Value);

        Assert.Contains("补充到QH20261123-0007", await chat.SayAsync("好了"), StringComparison.Ordinal);

        Assert.Equal((status, Solved.Unasked), (one.Status, one.Facts.Solved));
        Assert.EndsWith("好了", one.RawText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("又坏了")]
    [InlineData("等下，又不亮了")]
    [InlineData("修是修了，第二天又坏了")]
    public async Task Who_tells_of_a_relapse_when_asked_whether_they_are_content_is_heard(string words)
    {
        await _chat.SayAsync("解决了");

        await _chat.SayAsync(words);

        Assert.Equal((CaseStatus.Rework, Solved.No), (_one.Status, _one.Facts.Solved));
    }

    [Theory]
    [InlineData("修是修了，第二天又坏了")]
    [InlineData("修了，没修好")]
    [InlineData("弄好了三天，今早又堵上了")]
    public async Task A_relapse_is_one_though_nobody_asked(string words)
    {
        _chat.Remember(m => m.Evaluating = null);

        await _chat.SayAsync(words);

        Assert.Equal((CaseStatus.Rework, Solved.No), (_one.Status, _one.Facts.Solved));
    }

    [Theory, InlineData("呵呵，解决得真好"), InlineData("希望垃圾清了"), InlineData("听说修好了"), InlineData("装上了，没通电"), InlineData("什么时候修好什么时候满意"), InlineData("这也叫满意")]
    public async Task What_nobody_asked_for_and_may_be_meant_otherwise_completes_nothing(string words)
    {
        _chat.Remember(m => m.Evaluating = null);

        await _chat.SayAsync(words);

        Assert.NotEqual(CaseStatus.Completed, _one.Status);
        Assert.NotEqual(Solved.Yes, _one.Facts.Solved);
    }

    [Fact]
    public async Task Trouble_of_another_kind_in_another_place_is_no_verdict()
    {
        await _chat.SayAsync("沙洲村3组的路灯也坏了，修了三天没修好");

        Assert.Equal((CaseStatus.AwaitingEvaluation, Solved.Unasked, Satisfaction.None), Stands);
    }

    [Theory, InlineData("好的", "还是没解决？", "看过了再告诉我"), InlineData("什么？", "这件事解决了吗？", "不评也可以"), InlineData("你说呢", "这件事解决了吗？", "不评也可以")]
    public async Task Who_tells_nothing_twice_is_left_in_peace(string words, string once, string twice)
    {
        Assert.Contains(once, await _chat.SayAsync(words), StringComparison.Ordinal);

        Assert.Contains(twice, await _chat.SayAsync(words), StringComparison.Ordinal);
        Assert.Equal((CaseStatus.AwaitingEvaluation, Solved.Unasked, Satisfaction.None), Stands);
    }

    [Fact]
    public async Task Thanks_are_taken_and_the_question_is_asked_once()
    {
        Assert.Contains("解决了吗", await _chat.SayAsync("谢谢"), StringComparison.Ordinal);

        Assert.DoesNotContain("解决了吗", await _chat.SayAsync("谢谢"), StringComparison.Ordinal);
        await _chat.SayAsync("解决了");
        Assert.Equal(Solved.Yes, _one.Facts.Solved);
    }

    [Fact]
    public async Task Who_does_not_know_what_is_asked_about_is_told() =>
        Assert.Contains(_one.Number!.Value.Value, await _chat.SayAsync("哪件事？"), StringComparison.Ordinal);

    [Fact]
    public async Task A_sign_alone_says_in_words_what_it_means()
    {
        await _chat.SayAsync("👎");

        Assert.Equal("👎（没解决）", _one.Uncommitted[^1].Reason);
    }

    [Fact]
    public async Task What_is_agreed_to_after_a_no_is_no_praise()
    {
        await _chat.SayAsync("没解决");

        await _chat.SayAsync("好的");

        Assert.Equal((CaseStatus.Rework, Solved.No, Satisfaction.None), Stands);
    }

    [Fact]
    public async Task Not_yet_right_after_the_verdict_opens_the_case_again()
    {
        await _chat.SayAsync("解决了");
        await _chat.SayAsync("满意");

        await _chat.SayAsync("还没亮");

        Assert.Equal((CaseStatus.Rework, Solved.No), (_one.Status, _one.Facts.Solved));
    }

    private static TheoryData<string> Each(string words) => [.. words.ReplaceLineEndings("").Split('|').Select(w => w.Trim())];
}
