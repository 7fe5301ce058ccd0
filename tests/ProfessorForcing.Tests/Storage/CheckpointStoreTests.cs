using System.Text.Json.Nodes;

using ProfessorForcing.Storage;

namespace ProfessorForcing.Tests.Storage;

public sealed class CheckpointStoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _warnings = [];
    private readonly CheckpointStore _store;

    public CheckpointStoreTests() => _store = new CheckpointStore(_folder["checkpoints"], _warnings.Add, keep: 2);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_is_saved_is_loaded()
    {
        _store.Save(12, StoredValues.Checkpoint(3), isBest: true);
        using var checkpoint = _store.LoadNewest();
        Assert.Equal(12, checkpoint.Step);
        Assert.True(checkpoint.IsBest);
        Assert.Equal([3f, 3f, 3f], checkpoint.File(CheckpointFiles.Generator).Read<float>("weight"));
        Assert.Equal([3.5f], checkpoint.File(CheckpointFiles.Optimizers).Read<float>("weight"));
        Assert.Equal("pt", checkpoint.File(CheckpointFiles.Generator).Metadata["format"]);
        Assert.Equal(ulong.MaxValue, checkpoint.State["random"]!.GetValue<ulong>());
        Assert.Equal(1.0 / 3, checkpoint.State["third"]!.GetValue<double>());
        Assert.Equal(["step-00000012"], Directory.EnumerateFileSystemEntries(_folder["checkpoints"]).Select(Path.GetFileName));
    }

    [Fact]
    public void The_last_ones_and_the_best_stay()
    {
        for (var step = 1; step <= 6; step++)
            _store.Save(step, StoredValues.Checkpoint(step), isBest: step is 1 or 3);
        Assert.Equal([3, 5, 6], _store.Steps);
        using var best = _store.LoadBest();
        Assert.Equal(3, best.Step);
        _store.Save(7, StoredValues.Checkpoint(7), isBest: true);
        Assert.Equal([6, 7], _store.Steps);
    }

    [Fact]
    public void Without_a_best_one_the_newest_is_used()
    {
        _store.Save(1, StoredValues.Checkpoint(1), isBest: false);
        _store.Save(2, StoredValues.Checkpoint(2), isBest: false);
        using var checkpoint = _store.LoadBest();
        Assert.Equal(2, checkpoint.Step);
        Assert.Empty(_warnings);
    }

    [Fact]
    public void Steps_order_as_numbers_beyond_eight_digits()
    {
        _store.Save(99_999_999, StoredValues.Checkpoint(1), isBest: false);
        _store.Save(100_000_000, StoredValues.Checkpoint(2), isBest: false);
        using var checkpoint = _store.LoadNewest();
        Assert.Equal(100_000_000, checkpoint.Step);
    }

    [Fact]
    public void A_checkpoint_of_the_same_step_is_replaced()
    {
        _store.Save(5, StoredValues.Checkpoint(1), isBest: false);
        _store.Save(5, StoredValues.Checkpoint(2), isBest: false);
        using var checkpoint = _store.Load(5);
        Assert.Equal(2, checkpoint.File(CheckpointFiles.Generator).Read<float>("weight")[0]);
        Assert.Single(Directory.EnumerateFileSystemEntries(_folder["checkpoints"]));
    }

    [Fact]
    public void Every_flipped_byte_of_every_file_is_noticed_and_the_older_one_used()
    {
        _store.Save(1, StoredValues.Checkpoint(1), isBest: false);
        _store.Save(2, StoredValues.Checkpoint(2), isBest: false);
        foreach (var path in Directory.GetFiles(_folder["checkpoints", "step-00000002"]))
        {
            var good = File.ReadAllBytes(path);
            for (var i = 0; i < good.Length; i++)
            {
                var bad = (byte[])good.Clone();
                bad[i] ^= 1;
                File.WriteAllBytes(path, bad);
                _warnings.Clear();
                using var checkpoint = _store.LoadNewest();
                Assert.True(checkpoint.Step == 1, $"byte {i} of {path}");
                Assert.Contains("step-00000002", Assert.Single(_warnings));
            }
            File.WriteAllBytes(path, good);
        }
    }

    [Theory]
    [InlineData(CheckpointFiles.Generator)]
    [InlineData(CheckpointFiles.Optimizers)]
    [InlineData(CheckpointFiles.State)]
    public void A_missing_or_truncated_file_is_named_and_the_older_checkpoint_used(string name)
    {
        _store.Save(1, StoredValues.Checkpoint(1), isBest: false);
        _store.Save(2, StoredValues.Checkpoint(2), isBest: true);
        var path = _folder["checkpoints", "step-00000002", name];
        var bytes = File.ReadAllBytes(path);

        File.WriteAllBytes(path, bytes[..(bytes.Length / 2)]);
        using (var checkpoint = _store.LoadNewest())
            Assert.Equal(1, checkpoint.Step);
        File.Delete(path);
        using (var checkpoint = _store.LoadBest())
            Assert.Equal(1, checkpoint.Step);

        Assert.Equal(2, _warnings.Count);
        Assert.All(_warnings, warning => Assert.Contains("step-00000002", warning));
        Assert.All(_warnings, warning => Assert.Contains(name, warning));
        Assert.All(_warnings, warning => Assert.Contains("using step-00000001", warning));
        Assert.Contains("is missing", _warnings[1]);
    }

    [Fact]
    public void Only_the_files_asked_for_are_read()
    {
        _store.Save(1, StoredValues.Checkpoint(1), isBest: true);
        File.WriteAllText(_folder["checkpoints", "step-00000001", CheckpointFiles.Optimizers], "damaged");
        using var checkpoint = _store.LoadBest(CheckpointFiles.Generator);
        Assert.Equal([CheckpointFiles.Generator], checkpoint.Files);
        Assert.Empty(_warnings);
        Assert.Throws<CheckpointException>(() => checkpoint.File(CheckpointFiles.Optimizers));
        Assert.Throws<CheckpointException>(() => _store.LoadBest(CheckpointFiles.Optimizers));
    }

    [Fact]
    public void Without_a_good_one_the_error_names_all()
    {
        Assert.Contains("no checkpoint", Assert.Throws<CheckpointException>(() => _store.LoadNewest()).Message);
        _store.Save(1, StoredValues.Checkpoint(1), isBest: false);
        _store.Save(2, StoredValues.Checkpoint(2), isBest: false);
        foreach (var step in new[] { "step-00000001", "step-00000002" })
            File.Delete(_folder["checkpoints", step, CheckpointFiles.Generator]);
        var message = Assert.Throws<CheckpointException>(() => _store.LoadNewest()).Message;
        Assert.Contains("step-00000001", message);
        Assert.Contains("step-00000002", message);
        Assert.DoesNotContain('\n', message);
    }

    [Fact]
    public void A_foreign_folder_is_passed_over()
    {
        _store.Save(1, StoredValues.Checkpoint(1), isBest: false);
        Directory.CreateDirectory(_folder["checkpoints", "step-00000009"]);
        File.WriteAllText(_folder["checkpoints", "step-00000009", "state.json"], """{"step":9,"epoch":1}""");
        using var checkpoint = _store.LoadNewest();
        Assert.Equal(1, checkpoint.Step);
        Assert.Contains("not of a checkpoint of this program", Assert.Single(_warnings));
    }

    [Fact]
    public void A_checkpoint_of_a_newer_format_says_so()
    {
        _store.Save(1, StoredValues.Checkpoint(1), isBest: false);
        Edit(1, json => json["version"] = 2);
        Assert.Contains("format version 2", Assert.Throws<CheckpointException>(() => _store.Load(1)).Message);
    }

    [Fact]
    public void A_checkpoint_under_another_name_is_not_taken_for_it()
    {
        _store.Save(1, StoredValues.Checkpoint(1), isBest: false);
        Directory.Move(_folder["checkpoints", "step-00000001"], _folder["checkpoints", "step-00000002"]);
        Assert.Contains("is of step 1", Assert.Throws<CheckpointException>(() => _store.Load(2)).Message);
        Assert.Contains("no checkpoint of step 1", Assert.Throws<CheckpointException>(() => _store.Load(1)).Message);
    }

    [Fact]
    public void A_damaged_state_that_may_have_been_the_best_is_mentioned()
    {
        _store.Save(1, StoredValues.Checkpoint(1), isBest: true);
        _store.Save(2, StoredValues.Checkpoint(2), isBest: true);
        File.WriteAllText(_folder["checkpoints", "step-00000002", "state.json"], "");
        using var checkpoint = _store.LoadBest(CheckpointFiles.Generator);
        Assert.Equal(1, checkpoint.Step);
        Assert.Contains("step-00000002", Assert.Single(_warnings));
    }

    [Fact]
    public void Checkpoints_of_a_future_given_up_do_not_push_out_new_ones()
    {
        _store.Save(10, StoredValues.Checkpoint(10), isBest: false);
        _store.Save(20, StoredValues.Checkpoint(20), isBest: false);
        _store.Save(11, StoredValues.Checkpoint(11), isBest: false);
        _store.Save(12, StoredValues.Checkpoint(12), isBest: false);
        Assert.Equal([11, 12, 20], _store.Steps);
        _store.TruncateAfter(12);
        Assert.Equal([11, 12], _store.Steps);
    }

    private void Edit(long step, Action<JsonNode> change)
    {
        var path = _folder["checkpoints", $"step-{step:D8}", CheckpointFiles.State];
        var json = JsonNode.Parse(File.ReadAllText(path))!;
        change(json);
        File.WriteAllText(path, json.ToJsonString());
    }
}
