namespace ProfessorForcing.Data.Handwriting;

/// <summary>The parts of IAM-OnDB in the database's own task (IAM-OnDB-t1 and t2), by form.</summary>
public enum IamSplit
{
    /// <summary>What is learned from (the list <c>trainset</c>).</summary>
    Train,

    /// <summary>The first set for validation (<c>testset_v</c>).</summary>
    Valid1,

    /// <summary>The second set for validation (<c>testset_t</c>).</summary>
    Valid2,

    /// <summary>What is only reported (<c>testset_f</c>).</summary>
    Test,

    /// <summary>In no list.</summary>
    None,
}
