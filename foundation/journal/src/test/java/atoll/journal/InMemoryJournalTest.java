package atoll.journal;

class InMemoryJournalTest extends JournalContract {
  @Override
  protected Journal open() {
    return new InMemoryJournal();
  }

  @Override
  protected Journal reopen(Journal killed) {
    return killed;
  }
}
