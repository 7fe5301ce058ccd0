using ProfessorForcing.Autograd;
using ProfessorForcing.Discriminators;
using ProfessorForcing.Kernels.Models;
using ProfessorForcing.Kernels.Random;
using ProfessorForcing.Parameters;

using TorchSharp.Modules;

using static TorchSharp.torch;

namespace ProfessorForcing.Recurrent;

/// <summary>
/// One recurrent layer in one direction, with the weights of torch.nn.GRU or torch.nn.LSTM: <c>weight_ih</c> [G·H, I],
/// <c>weight_hh</c> [G·H, H], <c>bias_ih</c> and <c>bias_hh</c> [G·H]; G = 3 gates (r, z, n) or 4 (i, f, g, o).
/// <para>
/// With layer normalisation (Ba et al. 2016) LN(W_ih·x; γ_ih) and LN(W_hh·h; γ_hh), each over a whole row of G·H sums, stand in place of
/// W_ih·x and W_hh·h; the gains are <c>norm_ih</c> and <c>norm_hh</c> [G·H], and the biases are the offsets. An LSTM's h is
/// o ⊙ tanh(LN(c; γ_c) + b_c), with <c>norm_c</c> and <c>norm_c_bias</c> [H]. Gains start at 1.
/// </para>
/// </summary>
public sealed class RecurrentLayer
{
    private readonly ICell _cell;
    private readonly Parameter _weightInput;
    private readonly Parameter _weightHidden;
    private readonly Parameter _biasInput;
    private readonly Parameter _biasHidden;

    /// <summary>Makes a layer; weights are drawn from U(−1/√H, 1/√H), as torch.nn does.</summary>
    /// <param name="parameters">Receives the weights.</param>
    /// <param name="prefix">Put before the weights' names, such as <c>recurrent.</c>.</param>
    /// <param name="suffix">Put after the weights' names, such as <c>_l0</c> or <c>_l0_reverse</c>.</param>
    /// <param name="kind">GRU or LSTM.</param>
    /// <param name="inputSize">I.</param>
    /// <param name="hiddenSize">H.</param>
    /// <param name="random">Where initial weights come from.</param>
    /// <param name="isNormalized">Whether there is layer normalisation.</param>
    /// <param name="recomputeSteps">
    /// Steps whose gates are computed again at a time on the way back, so that they need not be kept (on the kernels); 0: they are kept.
    /// </param>
    /// <param name="showsCandidate">Whether traces have the candidate.</param>
    public RecurrentLayer(
        ParameterSet parameters, string prefix, string suffix, CellKind kind, int inputSize, int hiddenSize, RandomStream random,
        bool isNormalized = false, int recomputeSteps = 0, bool showsCandidate = true)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentOutOfRangeException.ThrowIfNegative(recomputeSteps);
        (RecomputeSteps, ShowsCandidate) = (recomputeSteps, showsCandidate);
        Kind = kind;
        HiddenSize = hiddenSize;
        var bound = 1 / Math.Sqrt(hiddenSize);
        var gates = (kind == CellKind.Gru ? 3 : 4) * hiddenSize;
        _weightInput = parameters.AddUniform($"{prefix}weight_ih{suffix}", bound, random, gates, inputSize);
        _weightHidden = parameters.AddUniform($"{prefix}weight_hh{suffix}", bound, random, gates, hiddenSize);
        _biasInput = parameters.AddUniform($"{prefix}bias_ih{suffix}", bound, random, gates);
        _biasHidden = parameters.AddUniform($"{prefix}bias_hh{suffix}", bound, random, gates);
        if (isNormalized)
        {
            Normalization = new(
                parameters.AddOne($"{prefix}norm_ih{suffix}", gates), parameters.AddOne($"{prefix}norm_hh{suffix}", gates),
                kind == CellKind.Lstm ? parameters.AddOne($"{prefix}norm_c{suffix}", hiddenSize) : null,
                kind == CellKind.Lstm ? parameters.AddZero($"{prefix}norm_c_bias{suffix}", hiddenSize) : null);
        }
        _cell = kind == CellKind.Gru ? new GruCell(hiddenSize, Normalization) : new LstmCell(hiddenSize, Normalization);
    }

    /// <summary>Units H.</summary>
    public int HiddenSize { get; }

    /// <summary>The all-zero state.</summary>
    /// <param name="rows">N.</param>
    public LayerState ZeroState(int rows) => _cell.ZeroState(rows, _weightHidden.device, _weightHidden.dtype);

    /// <summary>One step.</summary>
    /// <param name="input">x_t: [N, I].</param>
    /// <param name="state">The state before the step.</param>
    /// <returns>The state after it, and the candidate's pre-activation [N, H].</returns>
    public (LayerState State, Tensor Candidate) Step(Tensor input, LayerState state)
    {
        ArgumentNullException.ThrowIfNull(input);
        return _cell.Step(InputGates(input), state, _weightHidden.t(), _biasHidden);
    }

    /// <summary>A whole sequence.</summary>
    /// <param name="input">x_1..x_T: [N, T, I].</param>
    /// <param name="initial">The state before the first step.</param>
    /// <param name="mask">
    /// 1 at real steps, 0 at padding: [N, T]; null if there is none. The state stays zero while a row's steps are padding.
    /// </param>
    /// <param name="reverse">Whether the layer runs from the last step to the first.</param>
    /// <remarks>On the kernels, what the way back needs lives as long as the dispose scope that is current now.</remarks>
    public LayerTrace Run(Tensor input, LayerState initial, Tensor? mask = null, bool reverse = false)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(initial);
        return HasKernels && input.shape[1] > 0
            ? KernelRecurrence.Run([this], [reverse], input, initial, mask).Traces[0]
            : RunOnTorch(input, initial, mask, reverse);
    }

    /// <summary>Two layers over the same sequence from zero states, the second from its last step to its first.</summary>
    /// <param name="forward">The first layer.</param>
    /// <param name="backward">The second, of as many units.</param>
    /// <param name="input">x_1..x_T: [N, T, I].</param>
    /// <param name="mask">1 at real steps, 0 at padding: [N, T]; null if there is none.</param>
    /// <param name="plan">Which gradients are wanted; needs kernels.</param>
    /// <returns>Both layers' states side by side: [N, T, 2·H].</returns>
    internal static Tensor RunBothWays(RecurrentLayer forward, RecurrentLayer backward, Tensor input, Tensor? mask, BackwardPlan? plan = null)
    {
        var initial = forward.ZeroState((int)input.shape[0]);
        return forward.HasKernels && input.shape[1] > 0
            ? KernelRecurrence.Run([forward, backward], [false, true], input, null, mask, plan).Hidden
            : cat([forward.RunOnTorch(input, initial, mask, false).Hidden, backward.RunOnTorch(input, initial, mask, true).Hidden], -1);
    }

    /// <summary>Whether the kernels can do the work: on the CPU, in single precision.</summary>
    internal bool HasKernels => TensorMemory.HasKernels(_weightHidden);

    internal CellKind Kind { get; }

    internal int RecomputeSteps { get; }

    internal bool ShowsCandidate { get; }

    /// <summary>W_ih, W_hh, b_ih, b_hh.</summary>
    internal (Tensor InputWeight, Tensor HiddenWeight, Tensor InputBias, Tensor HiddenBias) Weights =>
        (_weightInput, _weightHidden, _biasInput, _biasHidden);

    /// <summary>What there is for layer normalisation; null without.</summary>
    internal LayerNormalization? Normalization { get; }

    /// <summary>The layer as the kernels see it, for as long as the parameters live.</summary>
    /// <param name="initial">The learned state before the first step, [H]; null for zero.</param>
    internal unsafe LayerWeights OnKernels((Parameter Hidden, Parameter? Cell)? initial) => new()
    {
        Inputs = (int)_weightInput.shape[1],
        InputWeight = TensorMemory.Floats(_weightInput),
        HiddenWeight = TensorMemory.Floats(_weightHidden),
        InputBias = TensorMemory.Floats(_biasInput),
        HiddenBias = TensorMemory.Floats(_biasHidden),
        InputGain = TensorMemory.FloatsOrNull(Normalization?.InputGain),
        HiddenGain = TensorMemory.FloatsOrNull(Normalization?.HiddenGain),
        CellGain = TensorMemory.FloatsOrNull(Normalization?.CellGain),
        CellBias = TensorMemory.FloatsOrNull(Normalization?.CellBias),
        InitialHidden = TensorMemory.FloatsOrNull(initial?.Hidden),
        InitialCell = TensorMemory.FloatsOrNull(initial?.Cell),
    };

    /// <summary>W_ih·x + b_ih, normalised if the layer is: [M, G·H] from [M, I].</summary>
    internal Tensor InputGates(Tensor input) => Normalization is null
        ? Product(input, _biasInput)
        : Normalization.OfInput(Product(input, zeros_like(_biasInput)), _biasInput);

    private Tensor Product(Tensor input, Tensor bias) => Affine.Apply(input.unsqueeze(0), _weightInput, bias).squeeze(0);

    // The reference that the kernels are held against, and the way on other devices and in double precision.
    private LayerTrace RunOnTorch(Tensor input, LayerState initial, Tensor? mask, bool reverse)
    {
        using var scope = NewDisposeScope();
        var (rows, steps) = (input.shape[0], (int)input.shape[1]);
        // Time first, so that each step reads one contiguous block.
        var timeMajor = input.transpose(0, 1).reshape(steps * rows, -1);                  // [T·N, I]
        var inputGates = InputGates(timeMajor).view(steps, rows, -1).unbind(0);           // T × [N, G·H]
        var keep = mask?.transpose(0, 1).unsqueeze(-1).unbind(0);                         // T × [N, 1]
        var weightHidden = _weightHidden.t();                                             // [H, G·H]
        var hidden = new Tensor[steps];
        var candidates = new Tensor[steps];
        var state = initial;
        for (var i = 0; i < steps; i++)
        {
            var t = reverse ? steps - 1 - i : i;
            using var step = NewDisposeScope();
            (state, var candidate) = _cell.Step(inputGates[t], state, weightHidden, _biasHidden);
            if (keep is not null)
                state = state.Select(value => value * keep[t]);
            state = state.Select(value => value.MoveToOuterDisposeScope());
            hidden[t] = state.Hidden;                                                     // [N, H]
            if (ShowsCandidate)
                candidates[t] = candidate.MoveToOuterDisposeScope();                      // [N, H]
        }
        return new LayerTrace(
            stack(hidden, 0).transpose(0, 1).MoveToOuterDisposeScope(),                   // [N, T, H]
            ShowsCandidate ? stack(candidates, 0).transpose(0, 1).MoveToOuterDisposeScope() : null, // [N, T, H]
            steps > 0 ? state.Select(value => value.MoveToOuterDisposeScope()) : initial);
    }
}
