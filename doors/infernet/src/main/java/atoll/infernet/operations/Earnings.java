package atoll.infernet.operations;

import atoll.settlement.Account;
import atoll.settlement.Ledger;

/** What a node has earned on its chain: its payment wallet's account in the ledger. */
public record Earnings(Ledger ledger, Account account) {}
