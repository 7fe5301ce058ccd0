using static TorchSharp.torch;

namespace ProfessorForcing.Autograd;

/// <summary>
/// A recurrent layer over a sequence, in one direction or two, on the kernels. Inputs: x time-major [T, N, I], or a table [V, G·H] of
/// W_ih·x + b_ih; for each direction W_ih, W_hh, b_ih, b_hh (with a table the first and third are not used); with layer normalisation for each
/// direction γ_ih, γ_hh, γ_c and b_c (with a table the table is normalised, and the first is not used; a GRU has no others than the first
/// two); h and c before the first step
/// [N, H], which may be missing; a <see cref="RecurrentCall"/>. Outputs: h_t [T, N, D·H] with the D directions side by side; for each
/// direction the candidate's pre-activation [T, N, H]; for each direction of an LSTM c_t [T, N, H].
/// </summary>
internal sealed unsafe class RecurrentFunction : autograd.MultiTensorFunction<RecurrentFunction>
{
    private const string State = "call";

    public override string Name => nameof(RecurrentFunction);

    public override List<Tensor> forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var call = (RecurrentCall)vars[^1];
        var arguments = Arguments.From([.. vars[..^1].Select(argument => (Tensor?)argument)], call);
        ctx.set_materialize_grads(false);
        ctx.save_data(State, call);
        ctx.save_for_backward([.. arguments.All!]);
        return call.Forward(arguments);
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, List<Tensor> grad_outputs)
    {
        var call = (RecurrentCall)ctx.get_data(State);
        var inputs = 3 + (call.IsNormalized ? 8 : 4) * call.Directions.Count;
        return Backpropagation.Run(grad_outputs, inputs + 1, upstream =>
        [
            .. call.Backward(Arguments.From([.. ctx.get_saved_variables()], call), upstream),
            null,
        ]);
    }

    /// <summary>The tensors that the function is called with.</summary>
    internal sealed record Arguments(IReadOnlyList<Tensor?> All, int Directions)
    {
        public Tensor Input => All[0]!;

        public Tensor? InitialHidden => All[^2];

        public Tensor? InitialCell => All[^1];

        public Tensor InputWeight(int direction) => All[1 + 4 * direction]!;

        public Tensor HiddenWeight(int direction) => All[2 + 4 * direction]!;

        public Tensor InputBias(int direction) => All[3 + 4 * direction]!;

        public Tensor HiddenBias(int direction) => All[4 + 4 * direction]!;

        public Tensor? InputGain(int direction) => Normalization(direction, 0);

        public Tensor? HiddenGain(int direction) => Normalization(direction, 1);

        public Tensor? CellGain(int direction) => Normalization(direction, 2);

        public Tensor? CellBias(int direction) => Normalization(direction, 3);

        /// <summary>Where the four stand.</summary>
        public int NormalizationAt(int direction) => 1 + 4 * Directions + 4 * direction;

        private Tensor? Normalization(int direction, int which) => All.Count > 3 + 4 * Directions ? All[NormalizationAt(direction) + which] : null;

        public static Arguments From(IReadOnlyList<Tensor?> all, RecurrentCall call) => new(all, call.Directions.Count);
    }
}
