using CsCheck;

using ProfessorForcing.Data.Handwriting;

namespace ProfessorForcing.Tests.Data.Handwriting;

public sealed class SymmetricSystemTests
{
    [Fact]
    public void The_solution_of_a_known_system_is_found() =>
        Assert.Equal(new double[,] { { 1, 0 }, { 2, -1 } }, SymmetricSystem.Solve(new double[,] { { 4, 0 }, { 2, 5 } }, new double[,] { { 8, -2 }, { 12, -5 } }));

    [Fact]
    public void Any_solution_solves_its_system() =>
        Gen.Select(Gen.Double[-2, 2].Array2D[6, 4], Gen.Double[-3, 3].Array2D[4, 2]).Sample((rows, solution) =>
        {
            // FᵀF + I is positive definite.
            var matrix = new double[4, 4];
            var right = new double[4, 2];
            for (var i = 0; i < 4; i++)
            {
                for (var j = 0; j < 4; j++)
                    matrix[i, j] = Enumerable.Range(0, 6).Sum(k => rows[k, i] * rows[k, j]) + (i == j ? 1 : 0);
            }
            for (var i = 0; i < 8; i++)
                right[i / 2, i % 2] = Enumerable.Range(0, 4).Sum(k => matrix[i / 2, k] * solution[k, i % 2]);
            var found = SymmetricSystem.Solve(matrix, right);
            Assert.All(Enumerable.Range(0, 8), i => Assert.Equal(solution[i / 2, i % 2], found[i / 2, i % 2], 1e-9));
        });

    [Fact]
    public void A_matrix_that_is_not_positive_definite_is_refused() =>
        Assert.Throws<ArgumentException>(() => SymmetricSystem.Solve(new double[,] { { 1, 2 }, { 2, 1 } }, new double[2, 1]));
}
