using System.Runtime.InteropServices;

namespace ProfessorForcing.Cli;

/// <summary>
/// Ctrl-C and SIGTERM: the first asks the work to stop at its next step boundary, the second leaves at once. Only while
/// there is work that stops when asked.
/// </summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration[] _registrations;
    private readonly TextWriter _error;

    /// <summary>Begins to listen.</summary>
    /// <param name="error">Receives one line when the first signal comes.</param>
    public Interruption(TextWriter error)
    {
        _error = error;
        _registrations = [PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle), PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle)];
    }

    /// <summary>Set by the first signal.</summary>
    public CancellationToken Token => _source.Token;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var registration in _registrations)
            registration.Dispose();
        _source.Dispose();
    }

    private void Handle(PosixSignalContext context)
    {
        context.Cancel = true;
        if (_source.IsCancellationRequested)
            Leave();
        _error.WriteLine("stopping at the next step boundary; interrupt once more to leave at once");
        _source.Cancel();
    }

    // Not by Environment.Exit where that can be helped: it takes libtorch down while a step is still using it.
    private static void Leave()
    {
        if (OperatingSystem.IsWindows())
            Environment.Exit(ExitCode.Failed);
        Exit(ExitCode.Failed);
    }

    [DllImport("libc", EntryPoint = "_exit")]
    private static extern void Exit(int code);
}
