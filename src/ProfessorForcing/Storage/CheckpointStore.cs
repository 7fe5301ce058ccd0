using ProfessorForcing.Kernels.Storage;

namespace ProfessorForcing.Storage;

/// <summary>
/// The checkpoints of a run: folders <c>step-NNNNNNNN</c>. A checkpoint either has its name and is whole on disk, or is
/// not there. Which ones are best is part of the checkpoints themselves, so no crash can tear the two apart.
/// </summary>
/// <param name="folder">The run's folder of checkpoints; need not exist for reading.</param>
/// <param name="warn">Receives one line for each checkpoint that had to be passed over.</param>
/// <param name="keep">How many of the newest are kept; the best is kept besides.</param>
public sealed class CheckpointStore(string folder, Action<string> warn, int keep = 2)
{
    private readonly CheckpointFolder _folder = new(folder);

    /// <summary>Steps of the checkpoints that are there, ascending, without a look inside.</summary>
    public IReadOnlyList<long> Steps => _folder.Steps();

    /// <summary>
    /// Writes a checkpoint beside the others, flushes it to disk, reads it back, gives it its name, and removes those
    /// that are no longer kept. One of the same step is replaced.
    /// </summary>
    /// <param name="step">Training steps done.</param>
    /// <param name="contents">What it holds.</param>
    /// <param name="isBest">Whether it is the best so far.</param>
    /// <exception cref="StorageWriteException">It could not be saved; the older ones are still there.</exception>
    public void Save(long step, CheckpointContents contents, bool isBest)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(step);
        ArgumentNullException.ThrowIfNull(contents);
        try
        {
            _folder.Write(step, temporary => CheckpointWriter.Write(temporary, step, contents, isBest));
        }
        catch (Exception exception) when (WriteGuard.IsRefusal(exception) || exception is StorageException)
        {
            throw new StorageWriteException($"checkpoint {_folder.PathOf(step)} could not be saved, earlier ones are kept: {exception.Message}", exception);
        }
        Prune(step);
    }

    /// <summary>Opens the newest checkpoint that is whole.</summary>
    /// <param name="files">Which files are needed (<see cref="CheckpointFiles"/>); none means all. Others are not touched.</param>
    /// <exception cref="CheckpointException">There is none; the message names each and what is wrong with it.</exception>
    public Checkpoint LoadNewest(params IReadOnlyCollection<string> files) => LoadNewest(_ => { }, files);

    /// <summary>Opens the newest checkpoint that is whole and belongs to the run.</summary>
    /// <param name="check">Throws a <see cref="StorageException"/> that says why a checkpoint is not one of this run; it is then passed over.</param>
    /// <param name="files">Which files are needed (<see cref="CheckpointFiles"/>); none means all. Others are not touched.</param>
    /// <exception cref="CheckpointException">There is none; the message names each and what is wrong with it.</exception>
    public Checkpoint LoadNewest(Action<Checkpoint> check, params IReadOnlyCollection<string> files) => LoadFirst(Steps.Reverse(), files, check);

    /// <summary>Opens the best checkpoint; if it is damaged, or none was marked as the best, the newest that is whole.</summary>
    /// <inheritdoc cref="LoadNewest(IReadOnlyCollection{string})"/>
    public Checkpoint LoadBest(params IReadOnlyCollection<string> files) => LoadBest(_ => { }, files);

    /// <summary>As <see cref="LoadBest(IReadOnlyCollection{string})"/>, among the checkpoints that belong to the run.</summary>
    /// <inheritdoc cref="LoadNewest(Action{Checkpoint}, IReadOnlyCollection{string})"/>
    public Checkpoint LoadBest(Action<Checkpoint> check, params IReadOnlyCollection<string> files) =>
        LoadFirst(Steps.Reverse().OrderByDescending(step => IsBest(step) != false), files, check);

    /// <summary>Opens the checkpoint of one step.</summary>
    /// <exception cref="CheckpointException">There is none, or it is damaged.</exception>
    /// <inheritdoc cref="LoadNewest(IReadOnlyCollection{string})"/>
    public Checkpoint Load(long step, params IReadOnlyCollection<string> files)
    {
        if (!Steps.Contains(step))
            throw new CheckpointException($"no checkpoint of step {step} in {_folder.Root}; there are: {string.Join(", ", Steps)}");
        return LoadFirst([step], files, _ => { });
    }

    /// <summary>Removes the checkpoints after a step: those that a resumed run passed over and will write anew.</summary>
    /// <exception cref="StorageWriteException">One could not be removed.</exception>
    public void TruncateAfter(long step)
    {
        foreach (var later in Steps.Where(other => other > step))
            _folder.Remove(later);
    }

    /// <summary>Completes or clears what a killed process left half done. Only for the process that writes to the run.</summary>
    /// <exception cref="StorageWriteException">The file system refused.</exception>
    public void Recover() => _folder.Recover();

    private Checkpoint LoadFirst(IEnumerable<long> steps, IReadOnlyCollection<string> files, Action<Checkpoint> check)
    {
        var reasons = new List<string>();
        foreach (var step in steps)
        {
            Checkpoint? checkpoint = null;
            try
            {
                checkpoint = Checkpoint.Open(_folder.PathOf(step), step, files);
                check(checkpoint);
                foreach (var reason in reasons)
                    warn($"{reason}; using {CheckpointFolder.NameOf(step)} instead");
                return checkpoint;
            }
            catch (StorageException exception)
            {
                checkpoint?.Dispose();
                reasons.Add($"checkpoint {_folder.PathOf(step)} cannot be used: {exception.Message}");
            }
        }
        throw new CheckpointException(reasons.Count == 0 ? $"no checkpoint in {_folder.Root}" : string.Join("; ", reasons));
    }

    // Null: its state is damaged, so it may have been the best.
    private bool? IsBest(long step)
    {
        try
        {
            return CheckpointState.Read(Path.Combine(_folder.PathOf(step), CheckpointFiles.State)).IsBest;
        }
        catch (CheckpointException)
        {
            return null;
        }
    }

    private void Prune(long saved)
    {
        // Later ones belong to a future that was given up; they are TruncateAfter's business.
        var steps = Steps.Where(step => step <= saved).Reverse().ToList();
        var old = steps.Skip(Math.Max(1, keep)).ToList();
        if (old.Count == 0)
            return;
        var best = steps.Cast<long?>().FirstOrDefault(step => IsBest(step!.Value) == true);
        foreach (var step in old.Where(step => step != best))
        {
            try
            {
                _folder.Remove(step);
            }
            catch (StorageWriteException exception)
            {
                // The new one is safe; one too many is no reason to stop.
                warn(exception.Message);
            }
        }
    }
}
