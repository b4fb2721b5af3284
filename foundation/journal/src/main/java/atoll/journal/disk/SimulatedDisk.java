package atoll.journal.disk;

import atoll.journal.disk.DiskFaults.Fault;
import atoll.journal.disk.DiskFaults.Operation;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * A disk in memory that forgets what was not forced when its machine crashes: writes by sectors of
 * 512 bytes in any order, names from some change on. Faults and chance are handed in, so the same
 * seed fails the same way. One thread at a time.
 */
public final class SimulatedDisk implements Disk {
  private final RandomGenerator random;
  private final List<TreeMap<String, SimulatedFile>> unforcedNames = new ArrayList<>();
  private TreeMap<String, SimulatedFile> durableNames = new TreeMap<>();
  private TreeMap<String, SimulatedFile> names = new TreeMap<>();
  private DiskFaults faults = DiskFaults.NONE;
  private long capacity = Long.MAX_VALUE;
  private int crashes;
  private long operations;
  private boolean isDown;

  public SimulatedDisk(RandomGenerator random) {
    this.random = random;
  }

  /** From now on. */
  public void failBy(DiskFaults next) {
    faults = next;
  }

  /** How many bytes all files may have together; may be less than they have. */
  public void capacity(long bytes) {
    capacity = bytes;
  }

  /** How many operations there were. */
  public long operations() {
    return operations;
  }

  /** Power is lost and comes back: what was not forced is there or not, as chance decides. */
  public void crash() {
    crashes++;
    isDown = false;
    int kept = random.nextInt(unforcedNames.size() + 1);
    if (kept > 0) durableNames = unforcedNames.get(kept - 1);
    unforcedNames.clear();
    names = new TreeMap<>(durableNames);
    names.values().stream().distinct().forEach(file -> file.crash(random));
  }

  /** The process ends and the machine goes on: all that was written is there, forced or not. */
  public void kill() {
    crashes++;
    isDown = false;
  }

  /** Turns over one bit of what is on the disk. */
  public void flip(String name, long bit) throws IOException {
    file(name).flip(bit);
  }

  /** What is in a file now. */
  public byte[] content(String name) throws IOException {
    return file(name).content();
  }

  /** Makes {@code content} all that is in a file, durably. */
  public void replace(String name, byte[] content) {
    var file = new SimulatedFile(content);
    names.put(name, file);
    durableNames.put(name, file);
  }

  private Fault next(Operation operation, String file) throws IOException {
    var what = operation + " " + file;
    if (isDown) throw new SimulatedCrash(what + " after a crash");
    operations++;
    var fault = faults.next(operation, file);
    isDown = fault == Fault.CRASH;
    if (fault == Fault.CRASH && operation != Operation.WRITE) throw new SimulatedCrash(what);
    if (fault == Fault.FAIL && operation != Operation.WRITE && operation != Operation.FORCE)
      throw new IOException("simulated input/output error: " + what);
    return fault;
  }

  private SimulatedFile file(String name) throws IOException {
    var file = names.get(name);
    if (file == null) throw new FileNotFoundException(name);
    return file;
  }

  private void namesChanged() {
    unforcedNames.add(new TreeMap<>(names));
  }

  @Override
  public List<String> files() throws IOException {
    var _ = next(Operation.LIST, "");
    return List.copyOf(names.keySet());
  }

  @Override
  public DiskFile create(String name) throws IOException {
    var _ = next(Operation.CREATE, name);
    var file = new SimulatedFile(new byte[0]);
    names.put(name, file);
    namesChanged();
    return new Handle(name, file, crashes);
  }

  @Override
  public DiskFile open(String name) throws IOException {
    var _ = next(Operation.OPEN, name);
    return new Handle(name, file(name), crashes);
  }

  @Override
  public void rename(String from, String to) throws IOException {
    var _ = next(Operation.RENAME, from);
    names.put(to, file(from));
    names.remove(from);
    namesChanged();
  }

  @Override
  public void delete(String name) throws IOException {
    var _ = next(Operation.DELETE, name);
    file(name);
    names.remove(name);
    namesChanged();
  }

  @Override
  public void forceNames() throws IOException {
    if (next(Operation.FORCE_NAMES, "") == Fault.LIE) return;
    durableNames = new TreeMap<>(names);
    unforcedNames.clear();
  }

  @Override
  public long freeBytes() {
    long used = names.values().stream().distinct().mapToLong(SimulatedFile::size).sum();
    return Math.max(0, capacity - used);
  }

  @Override
  public String folder() {
    return "simulated";
  }

  @Override
  public String path(String name) {
    return folder() + "/" + name;
  }

  @Override
  public void close() {}

  /** A file as one life of the machine sees it. */
  private final class Handle implements DiskFile {
    private final String name;
    private final SimulatedFile file;
    private final int life;

    private Handle(String name, SimulatedFile file, int life) {
      this.name = name;
      this.file = file;
      this.life = life;
    }

    private Fault ask(Operation operation) throws IOException {
      if (life != crashes) throw new SimulatedCrash(operation + " " + name + " after a crash");
      return next(operation, name);
    }

    @Override
    public long size() {
      return file.size();
    }

    @Override
    public void read(long position, byte[] into, int offset, int length) throws IOException {
      var _ = ask(Operation.READ);
      if (position + length > file.size()) throw new EOFException();
      file.read(position, into, offset, length);
    }

    @Override
    public void write(long position, byte[] from, int offset, int length) throws IOException {
      var fault = ask(Operation.WRITE);
      long room = freeBytes() + Math.max(0, file.size() - position);
      boolean fits = length <= room;
      int written =
          fault == Fault.FAIL || fault == Fault.CRASH
              ? random.nextInt(length + 1)
              : (int) Math.min(length, room);
      file.write(position, from, offset, (int) Math.min(written, room));
      if (fault == Fault.CRASH) throw new SimulatedCrash("WRITE " + name);
      if (fault == Fault.FAIL) throw new IOException("simulated input/output error: WRITE " + name);
      if (!fits) throw new IOException("No space left on device");
    }

    @Override
    public void truncate(long size) throws IOException {
      var _ = ask(Operation.TRUNCATE);
      file.truncate(size);
    }

    @Override
    public void force() throws IOException {
      switch (ask(Operation.FORCE)) {
        case NONE -> file.force();
        case FAIL -> {
          file.loseUnforced();
          throw new IOException("simulated input/output error: FORCE " + name);
        }
        case LIE, CRASH -> {}
      }
    }

    @Override
    public void close() {}
  }
}
