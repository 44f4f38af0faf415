use Mojolicious::Lite -signatures;
use DBI;
use Log::Distance;

app->log->level('warn');
app->secrets(['only for tests']);
my $db = DBI->connect('dbi:SQLite:dbname=log.db', '', '', { RaiseError => 1, ReadOnly => 1 });

get '/' => sub ($c) {
    my $rows = $db->selectall_arrayref('SELECT name, latitude, longitude FROM place ORDER BY name', { Slice => {} });
    $c->stash(places => $rows);
    $c->render('index');
};

get '/distance' => sub ($c) {
    my ($from, $to) = map { $db->selectrow_arrayref('SELECT latitude, longitude FROM place WHERE name = ?', undef, $c->param($_)) } qw(from to);
    $c->render(text => sprintf('%.1f', Log::Distance::miles(@$from, @$to)));
};

app->start;
