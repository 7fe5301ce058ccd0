using ProfessorForcing.Kernels.Simd;

namespace ProfessorForcing.Kernels.Matrices;

/// <summary>Products of packed factors: what <see cref="Packing{TIsa, TVector}"/> lays out, register tile by register tile.</summary>
internal static unsafe class PackedPanels<TIsa, TVector>
    where TIsa : struct, IInstructionSet<TVector>
    where TVector : struct
{
    /// <summary>C (+)= A·B.</summary>
    /// <param name="rows">Rows of A and C.</param>
    /// <param name="columns">Columns of B and C.</param>
    /// <param name="depth">Columns of A that are multiplied.</param>
    /// <param name="a">Packed left factor.</param>
    /// <param name="aDepth">Columns of the whole packed left factor.</param>
    /// <param name="aFirst">The first of its columns.</param>
    /// <param name="b">Packed right factor.</param>
    /// <param name="c">[rows][columns].</param>
    /// <param name="stride">From one row of C to the next.</param>
    /// <param name="accumulate">Whether the product is added to what C has.</param>
    /// <param name="edge">Space for one tile, for columns that do not fill a panel.</param>
    public static void Multiply(int rows, int columns, int depth, float* a, int aDepth, int aFirst, float* b, float* c, nint stride, bool accumulate, float* edge)
    {
        for (var column = 0; column < columns;)
        {
            var panel = Packing<TIsa, TVector>.PanelColumns(Packing<TIsa, TVector>.PaddedColumns(columns - column));
            for (var row = 0; row < rows;)
            {
                var block = Packing<TIsa, TVector>.BlockRows(rows - row);
                var left = a + row * (nint)aDepth + (nint)aFirst * block;
                var target = c + row * stride + column;
                if (column + panel <= columns)
                    Tile(panel, block, depth, left, b, target, stride, accumulate);
                else
                {
                    Tile(panel, block, depth, left, b, edge, panel, accumulate: false);
                    for (var i = 0; i < block; i++)
                    {
                        for (var j = 0; j < columns - column; j++)
                            target[i * stride + j] = (accumulate ? target[i * stride + j] : 0) + edge[i * panel + j];
                    }
                }
                row += block;
            }
            b += (nint)panel * depth;
            column += panel;
        }
    }

    private static void Tile(int panel, int rows, nint depth, float* a, float* b, float* c, nint stride, bool accumulate)
    {
        if (panel > TIsa.Lanes)
            RegisterTile<TIsa, TVector>.Wide(rows, depth, a, b, c, stride, accumulate);
        else
            RegisterTile<TIsa, TVector>.Narrow(rows, depth, a, b, c, stride, accumulate);
    }
}
