using System.Diagnostics;

using ProfessorForcing.Storage;

namespace ProfessorForcing.Tests.Storage;

public sealed class RunFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_new_run_has_its_configuration_and_folders()
    {
        using var run = RunFolder.Create(_folder["run"], "{\"name\":\"x\"}");
        Assert.Equal("{\"name\":\"x\"}", run.ReadConfig());
        Assert.Equal(
            ["checkpoints", "config.json", "events", "plots", "run.lock", "samples"],
            Directory.EnumerateFileSystemEntries(run.Root).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_run_that_is_there_is_not_overwritten_and_the_choices_are_named()
    {
        RunFolder.Create(_folder["run"], "first").Dispose();
        var message = Assert.Throws<RunFolderException>(() => RunFolder.Create(_folder["run"], "second")).Message;
        Assert.Contains("--resume", message);
        Assert.Contains("--force", message);
        Assert.Contains("--out", message);
        Assert.Equal("first", RunFolder.OpenRead(_folder["run"]).ReadConfig());
    }

    [Fact]
    public void With_force_everything_of_the_old_run_goes()
    {
        using (var run = RunFolder.Create(_folder["run"], "first"))
        {
            run.OpenCheckpoints(Assert.Fail).Save(1, StoredValues.Checkpoint(1), isBest: false);
            using var metrics = new MetricsLog(run.MetricsPath);
            metrics.Append(1, []);
        }
        using var second = RunFolder.Create(_folder["run"], "second", force: true);
        Assert.Equal("second", second.ReadConfig());
        Assert.False(File.Exists(second.MetricsPath));
        Assert.Empty(second.OpenCheckpoints(Assert.Fail).Steps);
    }

    [Fact]
    public void Force_never_touches_what_is_no_run()
    {
        Directory.CreateDirectory(_folder["thesis", "samples"]);
        File.WriteAllText(_folder["thesis", "samples", "chapter.txt"], "years of work");
        var message = Assert.Throws<RunFolderException>(() => RunFolder.Create(_folder["thesis"], "x", force: true)).Message;
        Assert.Contains("holds no run", message);
        Assert.Equal(["samples"], Directory.EnumerateFileSystemEntries(_folder["thesis"]).Select(Path.GetFileName));

        File.WriteAllText(_folder["thesis", "config.json"], "{}");
        File.WriteAllText(_folder["thesis", "chapter2.txt"], "more of it");
        message = Assert.Throws<RunFolderException>(() => RunFolder.Create(_folder["thesis"], "x", force: true)).Message;
        Assert.Contains("chapter2.txt", message);
        Assert.Equal("years of work", File.ReadAllText(_folder["thesis", "samples", "chapter.txt"]));
        Assert.Equal("more of it", File.ReadAllText(_folder["thesis", "chapter2.txt"]));
    }

    [Fact]
    public void An_empty_folder_will_do_and_a_file_will_not()
    {
        Directory.CreateDirectory(_folder["empty"]);
        RunFolder.Create(_folder["empty"], "x").Dispose();
        File.WriteAllText(_folder["file"], "");
        Assert.Contains("is a file", Assert.Throws<RunFolderException>(() => RunFolder.Create(_folder["file"], "x", force: true)).Message);
        Assert.Contains(_folder["file", "run"], Assert.Throws<StorageWriteException>(() => RunFolder.Create(_folder["file", "run"], "x")).Message);
    }

    [Fact]
    public void A_run_killed_before_it_had_its_configuration_can_be_started_again()
    {
        Directory.CreateDirectory(_folder["run"]);
        File.WriteAllText(_folder["run", "run.lock"], "");
        File.WriteAllText(_folder["run", "init-from.txt"], "other\n");
        File.WriteAllText(_folder["run", "init-from.txt.tmp"], "other");
        File.WriteAllText(_folder["run", "config.json.tmp"], "{");
        using var run = RunFolder.Create(_folder["run"], "x");
        Assert.Equal("x", run.ReadConfig());
        Assert.Null(run.Origin);
        Assert.Empty(Directory.GetFiles(run.Root, "*.tmp"));
    }

    [Fact]
    public void A_run_knows_whose_weights_it_starts_from()
    {
        using (var run = RunFolder.Create(_folder["run"], "x", origin: _folder["other"]))
            Assert.Equal(_folder["other"], run.Origin);
        using (var resumed = RunFolder.Resume(_folder["run"]))
            Assert.Equal(_folder["other"], resumed.Origin);
        using var replaced = RunFolder.Create(_folder["run"], "y", force: true);
        Assert.Null(replaced.Origin);
    }

    [Fact]
    public void What_is_no_run_cannot_be_resumed_or_read()
    {
        Assert.Contains("config.json", Assert.Throws<RunFolderException>(() => RunFolder.Resume(_folder["none"])).Message);
        Assert.Contains("config.json", Assert.Throws<RunFolderException>(() => RunFolder.OpenRead(_folder["none"])).Message);
        Assert.False(Directory.Exists(_folder["none"]));
    }

    [Fact]
    public void Only_one_writes_to_a_run_while_others_may_read()
    {
        using (RunFolder.Create(_folder["run"], "x"))
        {
            Assert.Contains("in use", Assert.Throws<RunFolderException>(() => RunFolder.Resume(_folder["run"])).Message);
            Assert.Contains("in use", Assert.Throws<RunFolderException>(() => RunFolder.Create(_folder["run"], "y", force: true)).Message);
            Assert.Equal("x", RunFolder.OpenRead(_folder["run"]).ReadConfig());
        }
        RunFolder.Resume(_folder["run"]).Dispose();
    }

    [Fact]
    public void The_lock_of_a_killed_process_is_taken_over()
    {
        if (!File.Exists("/usr/bin/flock"))
            Assert.Skip("no flock on this machine");
        RunFolder.Create(_folder["run"], "x").Dispose();
        var start = new ProcessStartInfo("/usr/bin/flock", ["--no-fork", _folder["run", "run.lock"], "sh", "-c", "echo locked; exec sleep 60"]) { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        Assert.Equal("locked", process.StandardOutput.ReadLine());
        Assert.Throws<RunFolderException>(() => RunFolder.Resume(_folder["run"]));
        process.Kill();
        process.WaitForExit();
        RunFolder.Resume(_folder["run"]).Dispose();
    }

    [Fact]
    public void Resuming_clears_what_a_killed_process_left()
    {
        using (var run = RunFolder.Create(_folder["run"], "x"))
            run.OpenCheckpoints(Assert.Fail).Save(1, StoredValues.Checkpoint(1), isBest: false);
        Directory.CreateDirectory(_folder["run", "checkpoints", ".tmp-step-00000002"]);
        File.WriteAllText(_folder["run", "checkpoints", ".tmp-step-00000002", "generator.safetensors"], "half");
        Directory.Move(_folder["run", "checkpoints", "step-00000001"], _folder["run", "checkpoints", ".old-step-00000001"]);
        foreach (var leftover in new[] { "metrics.jsonl.tmp", "events/events.out.tfevents.1.h.tmp", "samples/step-00000003.txt.tmp" })
            File.WriteAllText(_folder["run", leftover], "half");

        using var resumed = RunFolder.Resume(_folder["run"]);
        Assert.Equal(["step-00000001"], Directory.EnumerateFileSystemEntries(resumed.CheckpointsPath).Select(Path.GetFileName));
        Assert.Empty(Directory.EnumerateFiles(resumed.Root, "*.tmp", SearchOption.AllDirectories));
        using var checkpoint = resumed.OpenCheckpoints(Assert.Fail).LoadNewest();
        Assert.Equal(1, checkpoint.Step);
    }

    [Fact]
    public void A_replaced_checkpoint_goes_once_its_successor_is_there()
    {
        using (var run = RunFolder.Create(_folder["run"], "x"))
        {
            var store = run.OpenCheckpoints(Assert.Fail);
            store.Save(1, StoredValues.Checkpoint(1), isBest: false);
            Directory.Move(_folder["run", "checkpoints", "step-00000001"], _folder["run", "checkpoints", ".old-step-00000001"]);
            store.Save(1, StoredValues.Checkpoint(2), isBest: false);
        }
        using var resumed = RunFolder.Resume(_folder["run"]);
        Assert.Equal(["step-00000001"], Directory.EnumerateFileSystemEntries(resumed.CheckpointsPath).Select(Path.GetFileName));
        using var checkpoint = resumed.OpenCheckpoints(Assert.Fail).LoadNewest(CheckpointFiles.Generator);
        Assert.Equal(2, checkpoint.File(CheckpointFiles.Generator).Read<float>("weight")[0]);
    }

    [Fact]
    public void After_truncation_each_step_appears_once()
    {
        using var run = RunFolder.Create(_folder["run"], "x");
        var store = run.OpenCheckpoints(Assert.Fail, keep: 5);
        var samples = new SamplesFolder(run.SamplesPath);
        using (var metrics = new MetricsLog(run.MetricsPath))
        using (var events = new TensorBoardWriter(run.EventsPath, TimeProvider.System))
        {
            for (var step = 1; step <= 4; step++)
            {
                metrics.Append(step, [new("nll", step)]);
                events.AddScalars(step, [new("nll", step)]);
                samples.Write(step, ".txt", stream => stream.WriteByte((byte)'x'));
                store.Save(step, StoredValues.Checkpoint(step), isBest: false);
            }
        }
        run.TruncateAfter(2, Assert.Fail);
        Assert.Equal([1L, 2], MetricsLog.Read(run.MetricsPath).Select(record => record.Step));
        Assert.Equal([0L, 1, 2], EventFiles.In(run.EventsPath).SelectMany(path => EventFiles.Read(path, () => Assert.Fail())).Select(item => item.Message.Step));
        Assert.Equal(["step-00000001.txt", "step-00000002.txt"], Directory.EnumerateFiles(run.SamplesPath).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal([1, 2], store.Steps);
    }
}
