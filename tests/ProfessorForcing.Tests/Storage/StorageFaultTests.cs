using System.Diagnostics;

using ProfessorForcing.Kernels.Storage;
using ProfessorForcing.Storage;

namespace ProfessorForcing.Tests.Storage;

/// <summary>Full disks, read-only folders and writes that fail midway lose nothing and say so in one line.</summary>
public sealed class StorageFaultTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_full_disk_while_saving_leaves_the_older_checkpoints()
    {
        using var disk = new SmallDisk(_folder["disk"], "size=256k");
        var store = new CheckpointStore(_folder["disk", "checkpoints"], Assert.Fail);
        store.Save(1, StoredValues.Checkpoint(1, size: 10_000), isBest: true);
        var exception = Assert.Throws<StorageWriteException>(() => store.Save(2, StoredValues.Checkpoint(2, size: 100_000), isBest: true));
        AssertOneLine(exception, "step-00000002");
        Assert.Equal(["step-00000001"], Directory.EnumerateFileSystemEntries(_folder["disk", "checkpoints"]).Select(Path.GetFileName));
        using (var checkpoint = store.LoadBest())
            Assert.Equal(1, checkpoint.Step);
        store.Save(3, StoredValues.Checkpoint(3), isBest: false);
    }

    [Fact]
    public void A_full_disk_while_logging_leaves_whole_lines()
    {
        using var disk = new SmallDisk(_folder["disk"], "size=16k");
        var path = _folder["disk", "metrics.jsonl"];
        var logged = 0;
        using (var log = new MetricsLog(path))
        {
            var exception = Assert.Throws<StorageWriteException>(() =>
            {
                for (; logged < 10_000; logged++)
                    log.Append(logged, [new("nll", 1.0 / 3)]);
            });
            AssertOneLine(exception, path);
        }
        Assert.Equal((byte)'\n', File.ReadAllBytes(path)[^1]);
        Assert.Equal(logged, MetricsLog.Read(path).Count());
    }

    [Fact]
    public void A_full_disk_while_writing_events_leaves_whole_records()
    {
        using var disk = new SmallDisk(_folder["disk"], "size=16k");
        var written = 0;
        using (var events = new TensorBoardWriter(_folder["disk"], TimeProvider.System))
        {
            Assert.Throws<StorageWriteException>(() =>
            {
                for (; written < 10_000; written++)
                    events.AddText(written, "samples", new string('x', 999));
            });
        }
        var path = Assert.Single(EventFiles.In(_folder["disk"]));
        Assert.Equal(written + 1, EventFiles.Read(path, () => Assert.Fail()).Count());
        Assert.Equal(new FileInfo(path).Length, EventFiles.Read(path, () => Assert.Fail()).Sum(item => item.Data.Length + 16L));
    }

    [Fact]
    public void A_read_only_folder_is_one_clear_error_for_everything_that_writes()
    {
        var disk = new SmallDisk(_folder["disk"], "size=1m");
        using (disk)
        {
            RunFolder.Create(_folder["disk", "run"], "x").Dispose();
            var run = RunFolder.OpenRead(_folder["disk", "run"]);
            var store = run.OpenCheckpoints(Assert.Fail);
            store.Save(1, StoredValues.Checkpoint(1), isBest: true);
            File.WriteAllText(run.MetricsPath, "{\"step\":1}\n");
            disk.MakeReadOnly();

            AssertOneLine(Assert.Throws<StorageWriteException>(() => store.Save(2, StoredValues.Checkpoint(2), isBest: true)), "step-00000002");
            AssertOneLine(Assert.Throws<StorageWriteException>(() => new MetricsLog(run.MetricsPath)), run.MetricsPath);
            AssertOneLine(Assert.Throws<StorageWriteException>(() => run.TruncateAfter(0, Assert.Fail)), run.MetricsPath);
            AssertOneLine(Assert.Throws<StorageWriteException>(() => new TensorBoardWriter(run.EventsPath, TimeProvider.System)), run.EventsPath);
            AssertOneLine(Assert.Throws<StorageWriteException>(() => new SamplesFolder(run.SamplesPath).Write(1, ".txt", _ => { })), run.SamplesPath);
            AssertOneLine(Assert.Throws<StorageWriteException>(() => RunFolder.Resume(run.Root)), run.Root);
            AssertOneLine(Assert.Throws<StorageWriteException>(() => RunFolder.Create(_folder["disk", "other"], "x")), _folder["disk", "other"]);
            using var checkpoint = store.LoadNewest();
            Assert.Equal(1, checkpoint.Step);
        }
    }

    [Fact]
    public void A_file_in_place_of_the_folder_is_one_clear_error()
    {
        File.WriteAllText(_folder["checkpoints"], "");
        var store = new CheckpointStore(_folder["checkpoints"], Assert.Fail);
        AssertOneLine(Assert.Throws<StorageWriteException>(() => store.Save(1, StoredValues.Checkpoint(1), isBest: false)), "step-00000001");
        AssertOneLine(Assert.Throws<StorageWriteException>(() => new SamplesFolder(_folder["checkpoints"]).Write(1, ".txt", _ => { })), "checkpoints");
    }

    [Fact]
    public void A_write_that_fails_midway_leaves_the_checkpoint_that_it_would_have_replaced()
    {
        var store = new CheckpointStore(_folder["checkpoints"], Assert.Fail);
        store.Save(1, StoredValues.Checkpoint(1), isBest: true);
        var failing = new StoredTensor(SafetensorsType.F32, [1000], stream =>
        {
            stream.Write(new byte[1234]);
            throw new IOException("No space left on device");
        });
        var contents = StoredValues.Checkpoint(2) with
        {
            Files = new Dictionary<string, SafetensorsContents>
            {
                [CheckpointFiles.Generator] = new(new Dictionary<string, StoredTensor> { ["w"] = failing }),
            },
        };
        AssertOneLine(Assert.Throws<StorageWriteException>(() => store.Save(1, contents, isBest: true)), "No space left on device");
        Assert.Equal(["step-00000001"], Directory.EnumerateFileSystemEntries(_folder["checkpoints"]).Select(Path.GetFileName));
        using var checkpoint = store.LoadNewest();
        Assert.Equal(1, checkpoint.File(CheckpointFiles.Generator).Read<float>("weight")[0]);
    }

    [Fact]
    public void A_tensor_that_writes_too_little_is_never_given_a_name()
    {
        var store = new CheckpointStore(_folder["checkpoints"], Assert.Fail);
        var lying = new StoredTensor(SafetensorsType.F32, [3], stream => stream.Write(new byte[8]));
        var contents = StoredValues.Checkpoint(2) with
        {
            Files = new Dictionary<string, SafetensorsContents>
            {
                [CheckpointFiles.Generator] = new(new Dictionary<string, StoredTensor> { ["w"] = lying }),
            },
        };
        Assert.Throws<StorageWriteException>(() => store.Save(1, contents, isBest: true));
        Assert.Empty(store.Steps);
    }

    private static void AssertOneLine(StorageException exception, string name)
    {
        Assert.Contains(name, exception.Message);
        Assert.DoesNotContain('\n', exception.Message);
    }

    /// <summary>A file system of its own, where the machine lets us have one.</summary>
    private sealed class SmallDisk : IDisposable
    {
        private readonly string _path;

        public SmallDisk(string path, string options)
        {
            _path = path;
            Directory.CreateDirectory(path);
            if (!OperatingSystem.IsLinux() || Run("mount", "-t", "tmpfs", "-o", options, "tmpfs", path) != 0)
                Assert.Skip("this machine does not let tests mount a small file system");
        }

        public void MakeReadOnly() => Assert.Equal(0, Run("mount", "-o", "remount,ro", _path));

        public void Dispose() => Assert.Equal(0, Run("umount", _path));

        private static int Run(string command, params string[] arguments)
        {
            using var process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode;
        }
    }
}
