using System.Text.RegularExpressions;

namespace StationBot.Understanding.Offline;

/// <summary>Messages that tell nothing of what they are about, whatever a model would hear in them.</summary>
internal static partial class EmptyTalk
{
    /// <summary>「再不解决我就投诉到市里」, 「我要上访」, 「我不评价」, and nothing else: what somebody means to do is neither what is wrong nor a petition already filed (domain.md §8 petition).</summary>
    public static bool Presses(string text) => Pressure().IsMatch(text);

    /// <summary>「烦死了」, 「有没有人管」, 「就我们那儿那个事呗」: that something is wrong, and not what. domain.md §8 low_confidence: no department is guessed.</summary>
    public static bool Sighs(string text) => Sigh().IsMatch(text);

    [GeneratedRegex(
        "^(?:你们|我|要|如果|[,。!]){0,3}再不(?:给我)?(?:解决|处理|管|办|答复|回复|修|弄|来|理我?)(?:的话|[,。])?(?:我|俺|我们)?就(?:要|去|得|到|给|往|市里|区里|省里|北京|上面|12345){0,3}(?:投诉|告|反映|曝光|找|打|发|上访|举报|往上)[^,。!?]{0,8}[。!]{0,3}$" +
        "|^(?=.{0,20}(?:上访|信访|北京|中央|省里|市里|告状|告到|告你们))(?:那|你们|再|反正|大不了|逼急了|没人(?:管|理)(?:我|的话)?|都?不(?:管|理)(?:我|的话)?|不给(?:我)?(?:解决|办)(?:的话)?|[,。!]){0,5}(?:我|俺|我们|俺们)?(?:就|只好|只能|也|真|明天|马上|还是|一定){0,2}(?:要|得|想|准备|打算|会)?(?:去|到|上|往|进)?(?:去|到)?(?:北京|中央|省里|市里|区里|县里|信访局?|国家信访局)?(?:去)?(?:上访|信访|告状|告你们|告到(?:北京|中央|省里|市里)|反映|讨说法|讨公道)?(?:去)?(?:了|的)?[。!]{0,3}$" +
        "|^(?:唉|哎|算了|那|我|就|还是|[,。 ]){0,4}(?:不|懒得|不想|没法|不愿意?|不会)(?:给你们?)?(?:评价?|打分|评分)(?:了|啊|呀|啦|吧){0,2}[。!]{0,3}$")]
    private static partial Regex Pressure();

    [GeneratedRegex(
        "^(?:(?:唉|哎|哼|切|嗨|呀|我|俺|人|真的?|真是|太|好|快|都|要|也|就|简直|实在|[,。!?… ]){0,5}(?:烦死?(?:人|我)?|气死?(?:人|我)|郁闷|心累|受够|无语|服|糟心|闹心|窝火|火大|憋屈|急死(?:人|我)?|气人)(?:了|啦|呀|啊|的|透|死|得很){0,3}[,。!?… ]{0,3}){1,3}$" +
        "|^(?:喂|请问|你们?|到底|这里|这事?|[,。? ]){0,4}(?:(?:有没有|有)人(?:在)?(?:管|理|管管|管事|负责)|(?:管|理)不(?:管|理)|没人管)(?:我|我们|一下|这事|啊|呀|吗|么|没有|不|的|了|嘛|呢|[?。!]){0,4}$" +
        "|^(?:就|还|还是|不就|唉|[,。 ]){0,3}(?:是)?(?:我们?|俺们?)?(?:那儿|那边|那里|这儿|这里|这边|家|村|小区)?的?(?:那个?|这个?|老)(?:件|点|破)?(?:破)?事(?:儿)?(?:呗|嘛|啊|呀|了|吧|咯){0,2}[。!]?$" +
        "|^(?:唉|哎|算|[,。 ]){0,2}(?:你|您|你们|跟你|说了你)(?:也|根本|都)?(?:不懂|不明白|说不清|不会懂)(?:的|了)?[。!]?$")]
    private static partial Regex Sigh();
}
