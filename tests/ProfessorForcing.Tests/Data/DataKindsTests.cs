using ProfessorForcing.Configuration;
using ProfessorForcing.Data;

namespace ProfessorForcing.Tests.Data;

public sealed class DataKindsTests
{
    [Fact]
    public void Every_record_of_data_options_is_registered_once()
    {
        var records = typeof(DataOptions).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(DataOptions)) && !type.IsAbstract);
        Assert.Equal(records.OrderBy(type => type.Name), DataKinds.All.Select(pair => pair.Value).OrderBy(type => type.Name));
        Assert.Equal(DataKinds.All.Count, DataKinds.All.Select(pair => pair.Key).Distinct().Count());
    }

    [Fact]
    public void Kind_and_record_find_each_other()
    {
        foreach (var (kind, record) in DataKinds.All)
        {
            Assert.Equal(record, DataKinds.TypeOf(kind));
            Assert.Equal(kind, DataKinds.NameOf(record));
        }
        Assert.Null(DataKinds.TypeOf("nothing"));
        Assert.Throws<ArgumentException>(() => DataKinds.NameOf(typeof(string)));
    }

    [Fact]
    public void Every_option_is_described()
    {
        var properties = DataKinds.All.SelectMany(pair => pair.Value.GetProperties()).Where(property => property.CanWrite);
        Assert.All(properties, property => Assert.NotNull(Attribute.GetCustomAttribute(property, typeof(OptionAttribute))));
    }
}
