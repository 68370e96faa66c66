namespace StationBot.Host.Operations;

internal static class Outputs
{
    /// <summary>Whether a verb would write over what it reads; said on standard error then.</summary>
    public static bool IsRead(FileInfo output, IEnumerable<FileInfo> inputs)
    {
        // Upper and lower case are one name on some systems, and nobody gives the two on purpose.
        if (!inputs.Any(i => string.Equals(i.FullName, output.FullName, StringComparison.OrdinalIgnoreCase)))
        {
            return false;
        }
        Failure.Tell($"读的和写的是同一个文件，没有动它 / input and output are the same file, which was left alone: {output.FullName}");
        return true;
    }
}
