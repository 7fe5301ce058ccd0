namespace ProfessorForcing.Cli;

/// <summary>What the process tells its caller.</summary>
internal static class ExitCode
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>Something failed that is neither usage nor data.</summary>
    public const int Failed = 1;

    /// <summary>The command line or the configuration is wrong.</summary>
    public const int Usage = 2;

    /// <summary>Input data are missing or wrong.</summary>
    public const int InputData = 3;

    /// <summary>Interrupted; a checkpoint was saved (EX_TEMPFAIL: try again).</summary>
    public const int Interrupted = 75;
}
