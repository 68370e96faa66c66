namespace StationBot.Host.Operations;

internal static class Failure
{
    /// <summary>One line on standard error for whoever called the verb, and its exit status.</summary>
    public static int Tell(string message)
    {
        Console.Error.WriteLine(message);
        return 1;
    }
}
