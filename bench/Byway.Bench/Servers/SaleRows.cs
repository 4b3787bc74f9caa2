using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Byway.Balances;
using Byway.Journal;
using Byway.Programs;
using Byway.Transactions;
using Byway.Values;

namespace Byway.Bench.Servers;

/// <summary>One statement with its values, <c>long</c> or <c>string</c>, for $1, $2 … in order.</summary>
/// <param name="Sql">The same text for both databases.</param>
/// <param name="Values">The values.</param>
internal sealed record SaleStatement(string Sql, params IReadOnlyList<object> Values);

/// <summary>The rows of one rewarded sale, the same that Byway writes, as plain statements.</summary>
/// <param name="program">The program.</param>
/// <param name="actor">Who asked.</param>
/// <param name="sale">The sale.</param>
/// <param name="now">Unix microseconds.</param>
internal sealed class SaleRows(ReferralProgram program, string actor, SaleRequest sale, long now)
{
    private const string Claim =
        "insert into claims (program_id, kind, key_hash, number, sequence, request_hash, claimed_at) "
        + "values ($1, 2, $2, $3, $3, $4, $5)";

    private const string Transaction =
        "insert into transactions (program_id, number, key, has_merchant_key, customer_number, referred_by, amount, "
        + "unit, action, source, is_rewardable, is_rewarded, is_credit, refunded_amount, created_at) "
        + "values ($1, $2, $3, 1, $4, $5, $6, $7, $8, $9, 1, 0, 0, 0, $10)";

    private const string Reward =
        "insert into rewards (program_id, number, transaction_number, beneficiary, unit, amount, reversed_amount, "
        + "status, account, version, created_at, updated_at) "
        + "values ($1, $2, $3, $4, $5, $6, 0, 'ok', 'payable', $7, $8, $8)";

    private const string Entry =
        "insert into journal_entries (program_id, sequence, id, body, hash) values ($1, $2, $3, $4, $5)";

    private const string Personal =
        "insert into entry_personal (program_id, sequence, salt, request, answer, personal_rows) "
        + "values ($1, $2, $3, $4, $5, $6)";

    private const string PostingRow =
        "insert into postings (program_id, balance, position, sequence, reward, amount, balance_after, hash) "
        + "values ($1, $2, $3, $4, $5, $6, $7, $8)";

    private const string BalanceRow =
        "update balances set amount = $5, postings = $6, hash = $7 "
        + "where program_id = $1 and owner = $2 and account = $3 and unit = $4";

    private const string TotalRow =
        "insert into totals "
        + "(program_id, owner, unit, day, sign_ups, sales, sales_amount, rewarded_sales, reward_amount) "
        + "values ($1, $2, $3, $4, 0, 1, $5, 1, $6) "
        + "on conflict (program_id, owner, unit, day) do update set "
        + "sales = totals.sales + 1, sales_amount = totals.sales_amount + excluded.sales_amount, "
        + "rewarded_sales = totals.rewarded_sales + 1, reward_amount = totals.reward_amount + excluded.reward_amount";

    private const string Head =
        "update program_heads set sequence = $2, hash = $3, reward_number = $4 where program_id = $1";

    private readonly List<SaleStatement> statements = new(12);

    /// <summary>The sale's unit.</summary>
    public string Unit => sale.Unit ?? "USD";

    /// <summary>What has to be written; complete after <see cref="Make"/>.</summary>
    public IReadOnlyList<SaleStatement> Statements => statements;

    /// <summary>The resource to answer.</summary>
    public byte[] Resource { get; private set; } = [];

    /// <summary>The entry's id.</summary>
    public string EntryId { get; private set; } = "";

    /// <summary>Makes the rows.</summary>
    /// <param name="facts">As read under the lock.</param>
    public void Make(SaleFacts facts)
    {
        statements.Clear();
        var number = facts.Sequence + 1;
        var reward = facts.RewardNumber + 1;
        var earned = Percent.OfMicros(20 * Micros.PerWhole).Of(sale.Amount);
        var keyHash = KeyHash.Of(program, ClaimKind.Transaction, sale.Key!);
        var requestHash = sale.Request.Hash(program);
        Add(Claim, keyHash, number, requestHash, now);
        Add(
            Transaction,
            number,
            sale.Key!,
            facts.Customer,
            facts.Partner,
            sale.Amount,
            Unit,
            sale.Action,
            sale.Source,
            now
        );
        Add(Reward, reward, number, facts.Partner, Unit, earned, facts.Version, now);
        Post(facts.Expense, LedgerAccount.ProgramOwner, LedgerAccount.RewardExpense, number, reward, -earned);
        Post(facts.Payable, facts.Partner, LedgerAccount.Payable, number, reward, earned);
        var today = now / UtcMicros.PerDay;
        Add(TotalRow, LedgerAccount.ProgramOwner, Unit, today, sale.Amount, earned);
        Add(TotalRow, facts.Partner, Unit, today, sale.Amount, earned);
        var hash = AddEntry(facts, number, reward, earned, (keyHash, requestHash));
        Add(Head, number, hash, reward);
    }

    private static string Json(long micros) => Micros.ToText(micros);

    private void Add(string sql, params ReadOnlySpan<object> values) =>
        statements.Add(new(sql, [program.ProgramId, .. values]));

    private void Post(StandingBalance balance, long owner, string account, long number, long reward, long amount)
    {
        var position = balance.Postings + 1;
        var after = balance.Amount + amount;
        var hash = Posting.ChainHash(balance.Hash, position, number, reward, amount, after);
        Add(PostingRow, balance.Number, position, number, reward, amount, after, hash);
        Add(BalanceRow, owner, account, Unit, after, position, hash);
    }

    private string AddEntry(
        SaleFacts facts,
        long number,
        long reward,
        long earned,
        (string Key, string Request) hashes
    )
    {
        var at = UtcMicros.ToText(now);
        var customer = sale.Customer.Key;
        var (amount, result) = (Json(sale.Amount), Json(earned));
        var answer = $$"""
            {"key":"{{sale.Key}}","action":"{{sale.Action}}","amount":{{amount}},"partner":"{{facts.PartnerId}}",
            "customer":"{{customer}}","credit":false,"is_currency":true,"amount_units":"{{Unit}}",
            "created_at":"{{at}}","deleted_at":null,"rewards":[{"key":"{{sale.Key}}","action":"{{sale.Action}}",
            "status":"ok","customer":"{{customer}}","partner":"{{facts.PartnerId}}","amount":{{result}},
            "amount_units":"{{Unit}}","is_currency":true,"credit":false,"created_at":"{{at}}",
            "deleted_at":null,"product_type_data":{}
            }]}
            """.ReplaceLineEndings("");
        var personal = new EntryPersonal
        {
            ProgramId = program.ProgramId,
            Sequence = number,
            Salt = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(12)),
            Request = sale.Request.Json,
            Answer = answer,
            PersonalRows = $$"""
                [["claims",["{{hashes.Key}}","{{hashes.Request}}"]],["rewards",[]],
                ["transactions",["{{sale.Key}}",null,null,null]]]
                """.ReplaceLineEndings(""),
        };
        EntryId = Ids.Entry(number, now);
        Resource = Encoding.UTF8.GetBytes(answer);
        var today = (now / UtcMicros.PerDay).ToString(CultureInfo.InvariantCulture);
        var (p, v) = (facts.Partner, facts.Version);
        var body = $$"""
            {"format":1,"engine":"1","id":"{{EntryId}}","sequence":{{number}},"kind":"transaction.created",
            "subject":{{number}},"actor":"{{actor}}","occurred_at":{{now}},"booked_at":{{now}},"version":{{v}},
            "personal":"{{EntryWriter.PersonalHash(personal)}}","decision":{"code":"rewarded",
            "evidence":[{"field":"customer.referred_by","verdict":"resolved","leads":{{p}}
            }],
            "arithmetic":[{"reward":{{reward}},"rule":"default","version":{{v}},"base":{{sale.Amount}},
            "parts_per_million":200000,"result":{{earned}},"unit":"{{Unit}}"}]},
            "rows":[["claims",[1,2,{{number}},{{number}},{{now}},null]],
            ["rewards",[1,{{reward}},{{number}},{{p}},"{{Unit}}",{{earned}},0,"ok","payable",{{v}},
            null,{{now}},{{now}}]],
            ["transactions",[1,{{number}},1,{{facts.Customer}},{{p}},{{sale.Amount}},"{{Unit}}","{{sale.Action}}",
            null,null,null,null,null,null,null,"{{sale.Source}}",null,1,0,0,0,null,{{now}},null,null]]],
            "postings":[[0,"reward_expense","{{Unit}}",{{-earned}},{{reward}}],
            [{{p}},"payable","{{Unit}}",{{earned}},{{reward}}]],
            "totals":[[{{p}},"{{Unit}}",{{today}},0,0,0,1,{{earned}}],[0,"{{Unit}}",{{today}},0,0,0,1,{{earned}}],
            [0,"{{Unit}}",{{today}},0,1,{{sale.Amount}},0,0],[{{p}},"{{Unit}}",{{today}},0,1,{{sale.Amount}},0,0]]}
            """.ReplaceLineEndings("");
        var hash = EntryWriter.ChainHash(facts.Hash, body);
        Add(Entry, number, EntryId, body, hash);
        Add(Personal, number, personal.Salt, personal.Request, personal.Answer, personal.PersonalRows);
        return hash;
    }
}
