namespace ProfessorForcing.Native;

/// <summary>Where what can be made again is kept for the user.</summary>
internal static class UserCache
{
    /// <summary>The product's folder in the user's cache; it need not exist.</summary>
    /// <param name="environment">Reads environment variables.</param>
    public static string Folder(Func<string, string?>? environment = null) => Path.Combine(
        (environment ?? Environment.GetEnvironmentVariable)("XDG_CACHE_HOME") is { Length: > 0 } cache
            ? cache
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache"),
        "professor-forcing");
}
