using Xunit.Sdk;
using Xunit.v3;

// The number of the kernels' threads is the process's: another test would change it meanwhile.
[assembly: Parallelization(Mode = ParallelMode.None)]
