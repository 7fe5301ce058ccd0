using System.Diagnostics;

namespace ProfessorForcing.Cli.Tests.Faults;

/// <summary>A disk that is full or read-only ends training in one line; what was saved stays and goes on.</summary>
public sealed class SavingFaultTests : IDisposable
{
    private readonly string _disk = Directory.CreateTempSubdirectory("saving-faults").FullName;

    public SavingFaultTests()
    {
        if (!OperatingSystem.IsLinux() || Run("mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", _disk) != 0)
            Assert.Skip("this machine does not let tests mount a small file system");
    }

    private string Folder => Path.Combine(_disk, "run");

    public void Dispose()
    {
        _ = Run("umount", _disk);
        Directory.Delete(_disk, recursive: true);
    }

    [Fact]
    public void A_disk_that_gets_full_ends_training_and_loses_nothing()
    {
        string[] hungry = ["train", .. TinyRun.Arguments, "training.keep_checkpoints=10000", "--steps", "1000000", "--threads", "1", "--out", Folder];
        var line = Professor.Run(hungry).Fails(1);
        Assert.Contains("No space left on device", line, StringComparison.Ordinal);
        Assert.Contains(Folder, line, StringComparison.Ordinal);
        var reached = int.Parse(Path.GetFileName(TinyRun.Checkpoints(Folder)[^1])[5..], null);
        Assert.True(reached > 3);

        // With room again it goes on from there, and ends as a run that never met a full disk.
        Assert.Equal(0, Run("mount", "-o", "remount,size=64m", _disk));
        var resumed = TinyRun.Train(Folder, "--resume", "--steps", $"{reached + 2}");
        Assert.True(resumed.Code == 0, resumed.Error);
        Assert.Contains($"from step {reached:N0} to {reached + 2:N0}", resumed.Output, StringComparison.Ordinal);
        var straight = Path.Combine(_disk, "straight");
        Assert.Equal(0, Professor.Run(["train", .. TinyRun.Arguments, "training.keep_checkpoints=10000", "--steps", $"{reached + 2}", "--threads", "1", "--out", straight]).Code);
        Assert.Equal(TinyRun.Weights(straight), TinyRun.Weights(Folder));
    }

    [Fact]
    public void A_read_only_disk_is_said_before_any_training()
    {
        Assert.Equal(0, TinyRun.Train(Folder, "--steps", "2").Code);
        Assert.Equal(0, Run("mount", "-o", "remount,ro", _disk));
        Assert.Contains($"{Folder} cannot be written: ", TinyRun.Train(Folder, "--resume", "--steps", "4").Fails(1), StringComparison.Ordinal);
        Assert.Contains("new cannot be written: ", TinyRun.Train(Path.Combine(_disk, "new"), "--steps", "4").Fails(1), StringComparison.Ordinal);
        Assert.Equal(0, Professor.Run("sample", Folder, "--length", "5", "--threads", "1").Code);
    }

    private static int Run(string command, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode;
    }
}
