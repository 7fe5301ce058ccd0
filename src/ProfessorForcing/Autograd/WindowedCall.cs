using ProfessorForcing.Generators;
using ProfessorForcing.Kernels.Matrices;
using ProfessorForcing.Kernels.Windows;

using TorchSharp;

using static TorchSharp.torch;

namespace ProfessorForcing.Autograd;

/// <summary>One use of a <see cref="WindowedFunction"/>: its options, and what it keeps from the way forward for the way back.</summary>
/// <param name="layer">The layer, one direction without normalisation.</param>
/// <param name="components">K.</param>
/// <param name="initial">The window before the first step.</param>
internal sealed unsafe class WindowedCall(RecurrentCall layer, int components, WindowState initial)
{
    private readonly Tensor _text = initial.Text.Characters.contiguous();                       // [N, U]
    private readonly int _characters = (int)initial.Read.shape[1];
    private RecurrentHistory? _history;
    private Tensor[] _kept = [];

    /// <summary>The layer.</summary>
    public RecurrentCall Layer => layer;

    /// <summary>κ after the last step: [N, K].</summary>
    public Tensor? FinalPlace { get; private set; }

    /// <summary>The way forward.</summary>
    /// <param name="points">What the layer reads besides the window: [T, N, I − C].</param>
    /// <param name="weights">The layer's arguments but the first, and the window's W and b.</param>
    /// <returns>h [T, N, H]; the candidate [T, N, H], if it is shown; c [T, N, H] of an LSTM; w [T, N, C]; φ [T, N, U + 1].</returns>
    public List<Tensor> Forward(Tensor points, WindowedWeights weights)
    {
        var (steps, rows) = (points.shape[0], points.shape[1]);
        var input = TensorMemory.Empty(steps, rows, points.shape[2] + _characters);              // [T, N, I]
        input.narrow(2, 0, points.shape[2]).copy_(points);
        input.select(0, 0).narrow(1, points.shape[2], _characters).copy_(initial.Read.detach());
        var arguments = weights.Layer(input, layer);
        var (history, gates) = RecurrentForward.Empty(arguments);
        var chunk = new Chunk(0, (int)steps);
        var (numbers, place) = (TensorMemory.Empty(steps, rows, 3 * components), TensorMemory.Empty(steps, rows, components));
        var (phi, read) = (TensorMemory.Empty(steps, rows, _text.shape[1] + 1), TensorMemory.Empty(steps, rows, _characters));
        _kept = [input, numbers, place];
        var first = initial.Place.detach().contiguous();
        WindowedMath.Forward(layer.Cell, Pass(arguments, weights, history, RecurrentForward.Work(arguments, history, gates, chunk)[0], null, first, phi, read));
        FinalPlace = place.select(0, steps - 1).clone();
        _history = history.ForTheWayBack();
        if (!layer.NeedsGradient)
        {
            TensorPool.Return(gates[0]);
            Release();
        }
        return [history.Hidden, .. layer.ShowsCandidates ? history.Candidates : [], .. history.Cells, read, phi];
    }

    /// <summary>The way back.</summary>
    /// <param name="weights">As on the way forward.</param>
    /// <param name="upstream">The outputs' gradients; null where there are none.</param>
    /// <returns>The gradients of <paramref name="weights"/>.</returns>
    public IReadOnlyList<Tensor?> Backward(WindowedWeights weights, Tensor?[] upstream)
    {
        if (_history is null)
            throw new InvalidOperationException("The graph of a layer with a window was differentiated a second time without being retained.");
        try
        {
            return Backward(weights, upstream, _history);
        }
        finally
        {
            // A way back that failed has used it up, too.
            if (!Backpropagation.GraphIsRetained)
                Release();
        }
    }

    /// <summary>Keeps what the way back needs beyond a scope that is about to end: as long as the scope around it.</summary>
    public void KeepBeyond(DisposeScope scope)
    {
        foreach (var value in _history is null ? [] : _history.Tensors.Concat(_kept).Append(_text))
            scope.MoveToOuter(value);
    }

    private List<Tensor?> Backward(WindowedWeights weights, Tensor?[] upstream, RecurrentHistory history)
    {
        var arguments = weights.Layer(_kept[0], layer);
        // The window's part is added to it.
        var toHidden = upstream[0]?.clone() ?? zeros_like(history.Hidden);
        var outer = new OuterGradients([toHidden, .. upstream[1..]], RecurrentBackward.LikeWanted(arguments.InitialHidden), RecurrentBackward.LikeWanted(arguments.InitialCell));
        var work = RecurrentBackward.Work(arguments, history, 0, arguments.Steps);
        var raw = TensorMemory.Empty(arguments.Steps, arguments.Rows, 3 * components);
        WindowedMath.Backward(layer.Cell, Pass(arguments, weights, history, work, outer, null, upstream[^1], upstream[^2], raw));
        var gradients = new RecurrentGradients(arguments, history, chunks: 1);
        gradients.Add(0, new Chunk(0, arguments.Steps), work);
        var all = gradients.All([work], outer);
        var (toWeight, toBias) = (empty_like(weights.WindowWeight), empty_like(weights.WindowBias));
        MatrixMath.Multiply(TensorMemory.Rows(raw), true, TensorMemory.Rows(history.Hidden), false, TensorMemory.Rows(toWeight));
        MatrixMath.SumColumns(TensorMemory.Rows(raw), TensorMemory.Floats(toBias));
        if (!Backpropagation.GraphIsRetained)
            RecurrentBackward.LetGo(work);
        return [.. all.Skip(1), toWeight, toBias];
    }

    private void Release()
    {
        foreach (var value in _history!.Tensors.Concat(_kept))
            value.Dispose();
        (_history, _kept) = (null, []);
    }

    // Forward, φ and w are what is shown; backward, their gradients.
    private WindowedPass Pass(
        RecurrentArguments arguments, WindowedWeights weights, RecurrentHistory history, ChunkWork work, OuterGradients? outer,
        Tensor? first, Tensor? phi, Tensor? read, Tensor? raw = null) => new()
        {
            Layer = ChunkPass.Of(arguments, history, 0, new Chunk(0, arguments.Steps), work, outer),
            InputWeight = TensorMemory.Floats(arguments.InputWeight(0)),
            Inputs = (int)_kept[0].shape[2],
            Input = TensorMemory.Floats(_kept[0]),
            Characters = _characters,
            Components = components,
            WindowWeight = TensorMemory.Floats(weights.WindowWeight),
            WindowBias = TensorMemory.Floats(weights.WindowBias),
            Text = TensorMemory.Longs(_text),
            TextLengths = initial.Text.Lengths,
            TextWidth = (int)_text.shape[1],
            InitialPlace = TensorMemory.FloatsOrNull(first),
            Numbers = TensorMemory.Floats(_kept[1]),
            Place = TensorMemory.Floats(_kept[2]),
            Weights = outer is null ? TensorMemory.Floats(phi!) : null,
            Read = outer is null ? TensorMemory.Floats(read!) : null,
            WeightsGradient = outer is null ? null : TensorMemory.FloatsOrNull(phi),
            ReadGradient = outer is null ? null : TensorMemory.FloatsOrNull(read),
            RawGradient = TensorMemory.FloatsOrNull(raw),
        };
}
