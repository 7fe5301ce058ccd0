using ProfessorForcing.Kernels.Threading;

namespace ProfessorForcing.Kernels.Recurrent;

/// <summary>One direction of a recurrent layer at work, with the memory that it needs meanwhile.</summary>
internal interface IDirection : ITeamWork, IDisposable;
